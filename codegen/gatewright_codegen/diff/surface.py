"""What a user sees of an operation in Python, read from the plan of the client."""

from __future__ import annotations

import ast
from collections.abc import Container
from typing import TYPE_CHECKING

from .. import names
from ..annotations import Annotations
from ..facts import reader, result_annotation, route

if TYPE_CHECKING:
    from .subjects_services import Found
    from .trees import Tree


def served(tree: Tree, found: Found) -> dict[str, str]:
    """Interface to `yes`, `streams` or "": whether an operation is there."""
    operation, on = found.operation, dict[str, str]()
    for interface in ("rest", "socket"):
        is_socket = interface == "socket"
        owner = names.owner_class(tree.descriptor.gateway, found.service, is_socket=is_socket)
        where = route(tree.descriptor, found.service, operation)
        streams = operation.stream is not None and (
            is_socket or (where is not None and where.stream is not None)
        )
        here = (is_socket, owner, found.name) in tree.signatures
        on[interface] = ("streams" if streams else "yes") if here else ""
    return on


def _signature(tree: Tree, found: Found) -> ast.arguments | None:
    """The arguments of its method: on the socket, where it can do most, or on REST."""
    for is_socket in (True, False):
        owner = names.owner_class(tree.descriptor.gateway, found.service, is_socket=is_socket)
        made = tree.signatures.get((is_socket, owner, found.name))
        if made is not None:
            return made.args
    return None


def positions(tree: Tree, found: Found) -> tuple[str, ...]:
    """The arguments that may be given by position, in order."""
    made = _signature(tree, found)
    return tuple(each.arg for each in made.args[1:]) if made is not None else ()


def extras(tree: Tree, found: Found, request: Container[str]) -> tuple[str, ...]:
    """Arguments that stand for no field of the request, as a signature writes them."""
    made = _signature(tree, found)
    if made is None:
        return ()
    return tuple(
        f"{each.arg}: {ast.unparse(each.annotation)}" if each.annotation is not None else each.arg
        for each in (*made.args[1:], *made.kwonlyargs)
        if each.arg not in request and each.arg != "timeout"
    )


def returned(tree: Tree, found: Found) -> str:
    """The annotation of what a call returns when it does not stream."""
    operation = found.operation
    if operation.upload is not None:
        return "Uploaded"
    if operation.save is not None:
        return "int"
    if operation.stream is not None and operation.stream.switch is None:
        # What it is a stream of is told of its items.
        return "Stream"
    return result_annotation(tree.descriptor, reader(found.service, operation), Annotations())
