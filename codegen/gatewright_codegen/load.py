"""Descriptor files to a `Descriptor`; whatever is wrong is said with file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from gatewright.descriptor import Descriptor, Gateway, Record, Schema, Service, Strict, Types

from .references import broken_references
from .rules import EXTENSIONS, NO_MODULE
from .source import DescriptorError, Path_, Problem, Source, read

Model = TypeVar("Model", bound=Strict)

PACKAGE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(slots=True)
class Loaded:
    """A descriptor, and where each part of it stands.

    Attributes:
        gateway: gateway.yaml.
        services: File stem to the file under services/.
        types: Class name to the file under types/ that has it, for types, records and streams alike.
    """

    descriptor: Descriptor
    gateway: Source
    services: dict[str, Source] = field(default_factory=dict[str, Source])
    types: dict[str, Source] = field(default_factory=dict[str, Source])


def load(schema: Path, name: str, *, earlier: bool = False) -> Loaded:
    """The descriptor of the gateway `name` under the folder `schema`.

    Args:
        earlier: It is of an earlier time, and hand-written modules that it names may be gone by now.

    Raises:
        DescriptorError: something is wrong with it; holds everything that was found.
    """
    folder = schema / name
    if not PACKAGE.fullmatch(name) or not (folder / "gateway.yaml").is_file():
        raise DescriptorError([Problem(str(folder / "gateway.yaml"), 1, 1, "there is no such descriptor")])
    problems: list[Problem] = []
    gateway_source, gateway = validated(folder / "gateway.yaml", schema, Gateway, problems)
    services: dict[str, Service] = {}
    service_sources: dict[str, Source] = {}
    for path in sorted((folder / "services").glob("*.yaml")):
        source, service = validated(path, schema, Service, problems)
        if source is not None and service is not None:
            services[path.stem], service_sources[path.stem] = service, source
    types: dict[str, Schema] = {}
    records: dict[str, Record] = {}
    streams: dict[str, list[str]] = {}
    type_sources: dict[str, Source] = {}
    for path in sorted((folder / "types").glob("*.yaml")):
        source, part = validated(path, schema, Types, problems)
        if source is None or part is None:
            continue
        for kind, names in (("types", part.types), ("records", part.records), ("streams", part.streams)):
            for class_name in names:
                if class_name in type_sources:
                    message = f"{class_name} is also in {type_sources[class_name].file}"
                    problems.append(source.problem((kind, class_name), message, at_key=True))
                type_sources[class_name] = source
        types.update(part.types)
        records.update(part.records)
        streams |= {name: list(items) for name, items in part.streams.items()}
    if gateway_source is not None and gateway is not None:
        if gateway.gateway != name:
            message = f"the folder is called {name!r}; both must be the same"
            problems.append(gateway_source.problem(("gateway",), message))
        descriptor = Descriptor(
            gateway=gateway, services=services, types=types, records=records, streams=streams
        )
        loaded = Loaded(descriptor, gateway_source, service_sources, type_sources)
        # A broken file would make every reference to it look broken too.
        if not problems:
            found = broken_references(loaded)
            problems += [
                each for each in found if not (earlier and each.message.startswith((NO_MODULE, EXTENSIONS)))
            ]
        if not problems:
            return loaded
    raise DescriptorError(sorted(set(problems)))


def validated(
    path: Path, schema: Path, model: type[Model], problems: list[Problem]
) -> tuple[Source | None, Model | None]:
    """A file under `schema` and what it says; None, and `problems` get longer, where it cannot be used."""
    name = str(Path(schema.name) / path.relative_to(schema))
    try:
        source = read(path, name)
    except DescriptorError as error:
        problems += error.problems
        return None, None
    try:
        return source, model.model_validate(source.data)
    except ValidationError as error:
        problems += _positions(error, source)
        return source, None


def _positions(error: ValidationError, source: Source) -> Iterator[Problem]:
    """What pydantic found, at the place in the file where it is."""
    for fault in error.errors(include_url=False):
        path, at_key = _path(fault["loc"], source)
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "extra_forbidden":
            at_key = True
            message = f"{fault['loc'][-1]!r} is not known here"
        elif fault["type"] == "missing":
            message = f"{fault['loc'][-1]!r} is missing"
        elif fault["type"] == "string_type" and isinstance(fault["input"], (int, float)):
            message += "; put it into quotes"
        elif fault["type"] == "string_pattern_mismatch":
            message = f"{fault['input']!r} does not fit the pattern {fault.get('ctx', {}).get('pattern')}"
        yield source.problem(path, message, at_key=at_key)


def _path(location: tuple[int | str, ...], source: Source) -> tuple[Path_, bool]:
    """The part of the file that a location of pydantic means; it also names members of unions, and keys."""
    path: Path_ = ()
    for step in location:
        if step == "[key]":
            return path, True
        if (*path, step) in source.values:
            path = (*path, step)
    return path, False
