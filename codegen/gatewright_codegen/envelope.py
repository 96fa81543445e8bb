"""Compiled functions of protocol.py and terms.py: the envelope, and RDF on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import Descriptor, Errors, Rdf, Reply, Socket, Template

from . import compile as compiled
from .inert import literal
from .items import message_lines
from .parts import Function, Terms

_VALUES = "values: Mapping[str, Any]"
_LITERAL_PARTS = ("datatype", "language")


def protocol(descriptor: Descriptor) -> Iterable[Function]:
    gateway = descriptor.gateway
    if gateway.socket is not None:
        yield from _socket(gateway.socket)
    yield Function(
        "find_error",
        "(body: Any) -> Any",
        "The error that a body holds, a string or an object; None if it holds none.",
        ("if not is_object(body):", "    return None", *_find_error(gateway.errors)),
    )
    if gateway.auth.header is not None:
        yield Function(
            "rest_headers",
            f"({_VALUES}) -> dict[str, str]",
            "Headers that carry the credential; none without one.",
            (
                'if not values["token"]:',
                "    return {}",
                f"return {{{literal(gateway.auth.header.name)}: {_joined(gateway.auth.header.value)}}}",
            ),
        )
    if gateway.rest.body:
        yield Function(
            "rest_body",
            f"({_VALUES}) -> dict[str, Any]",
            "Fields that the body of every REST request has.",
            tuple(_returning(gateway.rest.body)),
        )
    if gateway.bulk is not None:
        query = dict(gateway.bulk.query)
        if gateway.bulk.token is not None:
            query[gateway.bulk.token] = "$token" if gateway.bulk.anonymous else "$token?"
        yield _query("bulk_query", "a bulk socket", query, gateway.bulk.anonymous)
    if gateway.feeds.query and any(service.feeds for service in descriptor.services.values()):
        yield _query("feed_query", "the socket of a feed", gateway.feeds.query)


def _query(name: str, whose: str, query: Template, anonymous: str = "") -> Function:
    return Function(
        name,
        f"({_VALUES}) -> dict[str, str]",
        f"Query parameters of {whose}, not yet quoted.",
        tuple(_returning(query, "dict[str, str]", anonymous)),
    )


def _find_error(errors: Errors) -> Iterable[str]:
    """Lines that return what stands at the paths of errors: an object or a list, else a string."""
    if len(errors.at) == 1 and errors.at != ["."]:
        *lines, last = compiled.find("error", errors.at, "body", {})
        if not lines:
            return [f"return {last.removeprefix('error: Any = ')}"]
        return [*lines, last, "return error"]
    # A body without a message is no error by itself; there may be a text elsewhere.
    own = f"body if body.get({literal(errors.message)}) is not None else None"
    found = (own if path == "." else compiled.path_expression("body", path) for path in errors.at)
    return [
        f"found: list[Any] = [{', '.join(found)}]",
        "for kinds in ((dict, list), (str,)):",
        "    for error in found:",
        "        if type(error) in kinds:",
        "            return error",
        "return None",
    ]


def _socket(socket: Socket) -> Iterable[Function]:
    def lookup(name: str) -> str:
        return name if name in {"id", "body"} else _value(name)

    lines = compiled.assignments("frame", socket.send, lookup, "dict[str, Any]")
    yield Function(
        "encode",
        f"(id: str, {_VALUES}, body: Any) -> bytes",
        "One outgoing frame of the socket.",
        (*compiled.merged(socket.body, lookup), *lines, "return dumps(frame)"),
    )
    yield Function(
        "decode",
        "(frame: dict[str, Any]) -> Incoming",
        "What an incoming frame of the socket says.",
        tuple(compiled.decode_frame(socket.receive)),
    )
    if socket.auth is not None:
        yield Function(
            "auth_frame",
            f"({_VALUES}) -> dict[str, Any]",
            "The first frame of a socket, which authenticates it.",
            tuple(_returning(socket.auth.send)),
        )
    if socket.query:
        yield _query("socket_query", "the socket", socket.query)
    if socket.greeting is not None:
        kept = ", ".join(
            f"{literal(name)}: {compiled.path_expression('frame', path)}"
            for name, path in socket.greeting.keep.items()
        )
        yield Function(
            "greeting",
            "(frame: dict[str, Any]) -> dict[str, Any]",
            "What the gateway says first that is needed later.",
            (f"return {{{kept}}}",),
        )
    for name, push in socket.pushes.items():
        if push.reply is not None:
            yield _reply(name, push.reply)


def _reply(name: str, reply: Reply) -> Function:
    def field(name: str) -> str:
        return "now()" if name == "now" else f"message.get({literal(name)})"

    def lookup(name: str) -> str:
        return {"id": "id", "now": "now()"}.get(name, result)

    lines: list[str] = []
    result = "body"
    if reply.body:
        own = compiled.expression(reply.body, field)
        if own is not None:
            result = f"{own[:-1]}, **body}}"
        else:
            lines = compiled.assignments("result", reply.body, field, "dict[str, Any]")
            result = "{**result, **body}"
    frame = compiled.expression(reply.send, lookup)
    if frame is None:
        lines += compiled.assignments("frame", reply.send, lookup, "dict[str, Any]")
        frame = "frame"
    return Function(
        f"reply_{name}",
        "(id: Any, message: Mapping[str, Any], body: Mapping[str, Any]) -> bytes",
        f"The answer to a message of the kind `{name}`: `body` is what a handler returned.",
        (*lines, f"return dumps({frame})"),
    )


def _value(name: str) -> str:
    return "now()" if name == "now" else f"values[{literal(name)}]"


def _returning(
    template: Mapping[str, object], annotation: str = "dict[str, Any]", anonymous: str = ""
) -> list[str]:
    """Lines that return a filled template; `anonymous` stands for the token where there is none."""

    def lookup(name: str) -> str:
        return f"{_value(name)} or {literal(anonymous)}" if name == "token" else _value(name)

    whole = compiled.expression(dict(template), lookup)
    if whole is not None:
        return [f"return {whole}"]
    return [*compiled.assignments("made", dict(template), _value, annotation), "return made"]


def _joined(template: str) -> str:
    """A string with `$names` in it as an expression."""
    parts: list[str] = []
    rest = template
    for name in compiled.embedded(template):
        before, _dollar, rest = rest.partition(f"${name}")
        if before:
            parts.append(literal(before))
        parts.append(f"str(values[{literal(name)}])")
    if rest:
        parts.append(literal(rest))
    return " + ".join(parts) or literal("")


def terms(descriptor: Descriptor, rdf: Rdf) -> Terms:
    written = {"value": "quote(term)", "datatype": "quote(term.datatype)", "language": "quote(term.language)"}
    triple = {"s": "s_text", "p": "p_text", "o": "o_text", "g": "quote(g)"}
    literal_text, literal_more = compiled.rdf_text(rdf.literal, written)
    kind, tests = compiled.term_tests(rdf)
    return Terms(
        iri=compiled.rdf_text(rdf.iri, written)[0],
        blank=compiled.rdf_text(rdf.blank, written)[0] if rdf.blank is not None else "",
        literal=literal_text,
        literal_more=tuple(literal_more),
        literal_less=tuple(name for name in _LITERAL_PARTS if name not in dict(literal_more)),
        literal_arguments=_literal_arguments(rdf),
        quoted=compiled.rdf_text(rdf.quoted, {"triple": "triple_text(term)"})[0]
        if rdf.quoted is not None
        else "",
        triple=compiled.rdf_text(_required(rdf.triple), triple)[0],
        triple_with_graph=compiled.rdf_text(_all_required(rdf.triple), triple)[0],
        has_graph=compiled.wire_key(rdf.triple, "g") is not None,
        kind=kind,
        tests=tests,
        keys=_term_keys(rdf),
        fast={
            **{
                f"iri_{place}": compiled.rdf_text(rdf.iri, {"value": f"quote({place})"})[0] for place in "spo"
            },
            "literal_term": compiled.rdf_text(_required(rdf.literal), {"value": "quote(term)"})[0],
            "literal_o": compiled.rdf_text(_required(rdf.literal), {"value": "quote(o)"})[0],
            "literal_test": " and ".join(["type(o) is Literal", "o.datatype is None", "o.language is None"]),
        },
        imports=tuple(
            Function(
                f"encode_import_{name}",
                "(items: list[Any], arguments: Mapping[str, Any], first: int) -> bytes",
                f"One message of `import_{name}`; `first` is the position of its first item.",
                (
                    "parts = _triple_texts(items, first)",
                    *message_lines(transfer, 'Fragment("[" + ",".join(parts) + "]")'),
                ),
            )
            for service in descriptor.services.values()
            for name, transfer in service.imports.items()
            if transfer.item == "rdf:Triple"
        ),
    )


def _literal_arguments(rdf: Rdf) -> str:
    arguments_: list[str] = []
    for name in _LITERAL_PARTS:
        key = compiled.wire_key(rdf.literal, name)
        arguments_.append("None" if key is None else f"value.get({literal(key)})")
    while arguments_ and arguments_[-1] == "None":
        arguments_.pop()
    return "".join(f", {argument}" for argument in arguments_)


def _term_keys(rdf: Rdf) -> dict[str, str]:
    """Where the parts of a term stand, such as `iri_value`, as source."""
    wanted = [
        (kind, template, name)
        for kind, template, parts in (
            ("iri", rdf.iri, ("value",)),
            ("blank", rdf.blank, ("value",)),
            ("literal", rdf.literal, ("value",)),
            ("quoted", rdf.quoted, ("triple",)),
            ("triple", rdf.triple, ("s", "p", "o", "g")),
        )
        if template is not None
        for name in parts
    ]
    return {
        f"{kind}_{name}": literal(key)
        for kind, template, name in wanted
        if (key := compiled.wire_key(template, name)) is not None
    }


def _required(template: Template) -> Template:
    """The template without its optional values."""
    return {key: part for key, part in template.items() if not _is_optional(part)}


def _all_required(template: Template) -> Template:
    """The template with its optional values made required."""
    return {key: part.removesuffix("?") if _is_optional(part) else part for key, part in template.items()}


def _is_optional(part: object) -> bool:
    value = compiled.value_of(part)
    return value is not None and value[1]
