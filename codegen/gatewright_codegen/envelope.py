"""Compiled functions of protocol.py and terms.py: the envelope, and RDF on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gatewright.descriptor import Descriptor, Rdf, Template

from . import compile as compiled
from .inert import literal
from .items import message_lines
from .parts import Function, Terms


def protocol(descriptor: Descriptor) -> Iterable[Function]:
    gateway = descriptor.gateway
    values = "values: Mapping[str, Any]"
    if gateway.socket is not None:
        socket = gateway.socket

        def lookup(name: str) -> str:
            return name if name in {"id", "body"} else f"values[{literal(name)}]"

        lines = compiled.assignments("frame", socket.send, lookup, "dict[str, Any]")
        yield Function(
            "encode",
            f"(id: str, {values}, body: Any) -> bytes",
            "One outgoing frame of the socket.",
            (*lines, "return dumps(frame)"),
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
                f"({values}) -> dict[str, Any]",
                "The first frame of a socket, which authenticates it.",
                tuple(_returning(socket.auth.send)),
            )
    found = compiled.find("error", gateway.errors.at, "body", {})
    last = found[-1].removeprefix("error: Any = ")
    yield Function(
        "find_error",
        "(body: Any) -> Any",
        "The error that a body holds, a string or an object; None if it holds none.",
        (
            "if not is_object(body):",
            "    return None",
            *([f"return {last}"] if len(found) == 1 else [*found, "return error"]),
        ),
    )
    if gateway.auth.header is not None:
        yield Function(
            "rest_headers",
            f"({values}) -> dict[str, str]",
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
            f"({values}) -> dict[str, Any]",
            "Fields that the body of every REST request has.",
            tuple(_returning(gateway.rest.body)),
        )
    if gateway.bulk is not None:
        query = dict(gateway.bulk.query)
        if gateway.bulk.token is not None:
            query[gateway.bulk.token] = "$token" if gateway.bulk.anonymous else "$token?"
        yield Function(
            "bulk_query",
            f"({values}) -> dict[str, str]",
            "Query parameters of a bulk socket, not yet quoted.",
            tuple(_returning(query, "dict[str, str]", gateway.bulk.anonymous)),
        )


def _value(name: str) -> str:
    return f"values[{literal(name)}]"


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
    triple = {"s": "s_text", "p": "p_text", "o": "o_text", "g": "_graph_text(g)"}
    literal_text, literal_more = compiled.rdf_text(rdf.literal, written)
    kind, tests = compiled.term_tests(rdf)
    return Terms(
        iri=compiled.rdf_text(rdf.iri, written)[0],
        blank=compiled.rdf_text(rdf.blank, written)[0] if rdf.blank is not None else "",
        literal=literal_text,
        literal_more=tuple(literal_more),
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
            "literal_test": " and ".join(
                ["type(o) is Literal", *(f"o.{name} is None" for name, _text in literal_more)]
            ),
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
    for name in ("datatype", "language"):
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
