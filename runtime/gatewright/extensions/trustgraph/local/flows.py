"""The service `flow`. Flows and blueprints are items of the configuration, as in TrustGraph itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from .reading import failing_as
from .state import State
from .terms import Json

NOTHING: Json = {
    "blueprint-names": [],
    "flow-ids": [],
    "blueprint-definition": "",
    "flow": "",
    "description": "",
    "parameters": {},
}


def perform(state: State, request: Request) -> Json:
    """All operations of the service."""
    workspace = request.context["workspace"]
    blueprints, flows = state.kept(workspace, "flow-blueprint"), state.kept(workspace, "flow")
    name, id = request.get("blueprint-name"), request.get("flow-id")
    match request["operation"]:
        case "list-flows":
            return {**NOTHING, "flow-ids": sorted(flows)}
        case "list-blueprints":
            return {**NOTHING, "blueprint-names": sorted(blueprints)}
        case "get-flow" if id in flows:
            about = json.loads(flows[id])
            described = {key: about.get(key, NOTHING[key]) for key in ("description", "parameters")}
            return {**NOTHING, **described, "flow": flows[id]}
        case "get-blueprint":
            if name in blueprints:
                return {**NOTHING, "blueprint-definition": blueprints[name]}
            # What is not there is null, and null is left out.
            return {key: value for key, value in NOTHING.items() if key != "blueprint-definition"}
        case "put-blueprint" if isinstance(name, str):
            blueprints[name] = request.get("blueprint-definition") or ""
        case "delete-blueprint":
            blueprints.pop(str(name), None)
        case "start-flow":
            with failing_as("flow-error"):
                _start(state, workspace, request)
        case "stop-flow" if id in flows:
            with failing_as("flow-error"):
                _stop(state, workspace, str(id))
        case operation:
            raise ServiceFailure("flow-error", f"{operation} cannot be done")
    state.version += 1
    return NOTHING


def _start(state: State, workspace: str, request: Request) -> None:
    blueprints, flows = state.kept(workspace, "flow-blueprint"), state.kept(workspace, "flow")
    name, id = request.get("blueprint-name"), request.get("flow-id")
    if name is None or id is None:
        raise ServiceFailure("flow-error", "No blueprint name" if name is None else "No flow ID")
    if id in flows:
        raise ServiceFailure("flow-error", "Flow already exists")
    if request.get("description") is None:
        raise ServiceFailure("flow-error", "No description")
    if name not in blueprints:
        raise ServiceFailure("flow-error", "Blueprint does not exist")
    definition = json.loads(blueprints[name])
    parameters = _parameters(state, workspace, definition, request.get("parameters") or {})
    filled = _filler({"workspace": workspace, "blueprint": name, "id": id, **parameters})
    for key, about in [*definition["blueprint"].items(), *definition["flow"].items()]:
        processor, variant = key.split(":", 1)
        entry = {
            part: {filled(k): filled(v) for k, v in about.get(part, {}).items()}
            for part in ("topics", "parameters")
        }
        state.kept(workspace, f"processor:{processor}")[filled(variant)] = json.dumps(entry)
    interfaces = {
        key: {k: filled(v) for k, v in about.items()}
        for key, about in definition.get("interfaces", {}).items()
    }
    flows[id] = json.dumps(
        {
            "description": request["description"],
            "blueprint-name": name,
            "interfaces": interfaces,
            "parameters": parameters,
        }
    )


def _stop(state: State, workspace: str, id: str) -> None:
    flows = state.kept(workspace, "flow")
    about = json.loads(flows[id])
    name = about["blueprint-name"]
    definition = json.loads(state.kept(workspace, "flow-blueprint")[name])
    filled = _filler({"workspace": workspace, "blueprint": name, "id": id, **about.get("parameters", {})})
    for key in definition["flow"]:
        processor, variant = key.split(":", 1)
        state.kept(workspace, f"processor:{processor}").pop(filled(variant), None)
    del flows[id]


def _filler(values: dict[str, str]) -> Callable[[str], str]:
    def fill(template: str) -> str:
        for name, value in values.items():
            template = template.replace(f"{{{name}}}", str(value))
        return template

    return fill


def _parameters(state: State, workspace: str, definition: Json, given: Json) -> dict[str, str]:
    """What the caller gives, and for what it leaves out the default of the parameter's type."""
    described: dict[str, Any] = definition.get("parameters", {})
    types = state.items.get(workspace, {}).get("parameter-type", {})
    resolved: dict[str, str] = {}
    later: dict[str, Any] = {}
    for name, about in described.items():
        kind = json.loads(types.get(about.get("type", ""), "{}"))
        if name in given:
            resolved[name] = str(given[name])
        elif "default" in kind:
            resolved[name] = _text(kind["default"])
        elif kind.get("required", False):
            raise ServiceFailure("flow-error", f"Required parameter '{name}' not provided and has no default")
        else:
            later[name] = about.get("controlled-by")
    resolved.update({name: resolved[other] for name, other in later.items() if other in resolved})
    further = {name: str(value) for name, value in given.items() if name not in resolved}
    return {**resolved, **further}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
