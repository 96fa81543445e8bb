"""Classes that a specification sketches in Python, made real, and compared with classes that there are."""

from __future__ import annotations
import __future__

import ast
import functools
import inspect
import sys
import types
import typing
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

Names = dict[str, Any]


def executed(source: str, **names: object) -> Names:
    """What a block defines; its annotations stay texts, since they may name what nothing defines."""
    # Data classes look for the module that they are in.
    values: Names = {"__name__": __name__, **names}
    code = compile(source, "sketch", "exec", __future__.annotations.compiler_flag, dont_inherit=True)
    exec(code, values)
    return {name: value for name, value in values.items() if name not in {"__name__", "__builtins__", *names}}


def classes(source: str) -> dict[str, type]:
    """The classes that a block sketches."""
    return {name: value for name, value in executed(source).items() if isinstance(value, type)}


def methods(sketch: type) -> dict[str, Callable[..., Any]]:
    """The public methods of a sketched class, and those that `with` calls."""
    return {
        name: value
        for name, value in vars(sketch).items()
        if inspect.isfunction(value)
        and (not name.startswith("_") or name.strip("_") in {"enter", "exit", "aenter", "aexit"})
    }


def attributes(source: str) -> dict[str, list[str]]:
    """The public attributes that constructors of sketched classes set."""
    found: dict[str, list[str]] = {}
    for class_ in ast.parse(source).body:
        if isinstance(class_, ast.ClassDef):
            found[class_.name] = [
                target.attr
                for node in ast.walk(class_)
                if isinstance(node, ast.FunctionDef) and node.name == "__init__"
                for statement in node.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
                if isinstance(target, ast.Attribute) and not target.attr.startswith("_")
            ]
    return found


def names_of(package: types.ModuleType) -> Names:
    """What annotations of sketches may name: typing, and the public names of a client."""
    return {**vars(typing), **{name: getattr(package, name) for name in dir(package) if name[0] != "_"}}


@functools.cache
def names_in(module: str) -> Names:
    """What annotations in a module may name, which includes what it imports for type checkers only."""
    names = dict(vars(sys.modules[module]))
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module, "exec"), names)
    return names


def hints(function: Callable[..., Any], names: Names) -> Names:
    """The annotations of a function, `return` among them; those that are left out are Any."""
    texts = inspect.unwrap(function).__annotations__
    found = {name: eval(text, names) if isinstance(text, str) else text for name, text in texts.items()}
    return {name: type(None) if hint is None else hint for name, hint in found.items()}


def differences(sketch: Callable[..., Any], ours: Callable[..., Any], names: Names) -> Iterator[str]:
    """How a method falls short of the sketched one: in names, their order, defaults, annotations.

    Where it takes any further arguments (`**kwargs`), ours has some of its own, and refuses others.

    Args:
        sketch: The sketched method.
        ours: The method that there is.
        names: What annotations of the sketch may name.
    """
    wanted, given = parameters(sketch), parameters(ours)
    wanted_hints = hints(sketch, names)
    given_hints = hints(ours, names_in(inspect.unwrap(ours).__module__))
    takes_more = any(each.kind is each.VAR_KEYWORD for each in wanted)
    wanted = [each for each in wanted if each.kind is each.POSITIONAL_OR_KEYWORD]
    # By position the name does not matter, and by name the older one is taken.
    older: Mapping[str, str] = getattr(ours, "legacy_names", {})
    for place, parameter in enumerate(wanted):
        name = parameter.name
        if place >= len(given) or given[place].name != older.get(name, name):
            yield f"{name}: it is not argument {place + 1}"
            continue
        if given[place].kind is not given[place].POSITIONAL_OR_KEYWORD:
            yield f"{name}: it cannot be given both by name and by position"
        if parameter.default is not parameter.empty and given[place].default != parameter.default:
            yield f"{name}: its default is {given[place].default!r}, not {parameter.default!r}"
        taken = given_hints.get(given[place].name, Any)
        if name in wanted_hints and not accepts(taken, wanted_hints[name]):
            yield f"{name}: {taken} does not take {wanted_hints[name]}"
    if any(each.kind is each.VAR_POSITIONAL for each in parameters(sketch)):
        return
    rest = given[len(wanted) :]
    for parameter in rest:
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            yield f"{parameter.name}: a further argument that must be given"
    if takes_more and not rest:
        yield "it takes no further arguments"


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a method without `self`."""
    return list(inspect.signature(function).parameters.values())[1:]


def accepts(ours: Any, theirs: Any) -> bool:
    """Whether whatever is of their type may be given where ours is asked for, as a type checker sees it.

    Stricter in one thing: a text is no sequence of texts.
    """
    if theirs is Any or ours in {Any, object}:
        return True
    if is_union(theirs):
        return all(accepts(ours, each) for each in get_args(theirs))
    if is_union(ours):
        return any(accepts(each, theirs) for each in get_args(ours))
    if get_origin(ours) is Literal:
        return get_origin(theirs) is Literal and set(get_args(theirs)) <= set(get_args(ours))
    if ours is float and theirs is int:
        return True
    wide, narrow = get_origin(ours) or ours, get_origin(theirs) or theirs
    if not (isinstance(wide, type) and isinstance(narrow, type) and issubclass(narrow, wide)):
        return False
    if narrow is str and get_args(ours):
        return False
    pairs = zip(get_args(ours), get_args(theirs), strict=False)
    return all(accepts(each, other) for each, other in pairs)


def is_union(hint: Any) -> bool:
    return get_origin(hint) in {Union, types.UnionType}


def usable(value: Any, hint: Any) -> bool:
    """Whether a value can be used as one of that type can. Items of iterators are looked at elsewhere."""
    if hint is Any:
        return True
    if is_union(hint):
        return any(usable(value, each) for each in get_args(hint))
    kind = get_origin(hint) or hint
    if kind is dict:
        return like_a_dictionary(value)
    if kind is Iterator or kind is typing.Iterator:
        return iter(value) is value and hasattr(value, "__next__")
    if kind is AsyncIterator:
        return value.__aiter__() is value and hasattr(value, "__anext__")
    if not isinstance(value, kind):
        return False
    return all(usable(each, get_args(hint)[0]) for each in value) if kind is list and get_args(hint) else True


def like_a_dictionary(value: Any) -> bool:
    """Whether it can be asked by keys, and made a dictionary of."""
    if isinstance(value, Mapping):
        return True
    if not hasattr(value, "keys") or not hasattr(value, "get"):
        return False
    made = dict(value)
    return bool(made) and all(name in value and value.get(name) == value[name] for name in made)
