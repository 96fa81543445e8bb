"""The descriptor beside TrustGraph's own gateway: its registry, and what it answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from client_2_11 import TOKEN
from control import Control

from gatewright.descriptor import Descriptor
from gatewright_codegen.load import load
from gatewright_codegen.parity import as_text, differences, live, registry

SCHEMA = Path(__file__).parents[2] / "schema"


@pytest.fixture(scope="module")
def descriptor() -> Descriptor:
    return load(SCHEMA, "trustgraph_v2").descriptor


@pytest.fixture(scope="module")
def found(descriptor: Descriptor) -> registry.Found:
    environment = os.environ.get("GATEWRIGHT_REAL_GATEWAY")
    if environment is None:
        pytest.skip("needs an environment with TrustGraph's gateway: run `nox -s conformance`")
    assert descriptor.gateway.parity.registry is not None
    return registry.read(descriptor.gateway.parity.registry, registry.interpreter(Path(environment)))


def test_every_registered_operation_and_every_route_is_described(
    descriptor: Descriptor, found: registry.Found
) -> None:
    report = registry.compare(descriptor, found)
    assert differences([report]) == 0, as_text([report])
    assert report.summary == ["114 of 114 operations", "16 of 16 routes"]
    assert {row.name for row in report.rows} == {"flow-service:text-load", "flow-service:document-load"}


def test_an_operation_that_is_left_out_is_missed(descriptor: Descriptor, found: registry.Found) -> None:
    services = {stem: each for stem, each in descriptor.services.items() if stem != "agent"}
    report = registry.compare(descriptor.model_copy(update={"services": services}), found)
    assert [(row.kind, row.name) for row in report.rows if row.counts] == [("missing", "flow-service:agent")]


def test_a_release_is_unchanged_since_itself(found: registry.Found) -> None:
    report = registry.changes(found, found)
    assert (report.rows, report.summary) == ([], ["114 of 114 operations unchanged"])


def test_the_gateway_knows_everything_and_does_nothing(
    descriptor: Descriptor, real_control: Control, url: str
) -> None:
    real_control.forget()
    report = live.compare(descriptor, url, TOKEN, 20)
    assert differences([report]) == 0, as_text([report])
    assert all(row.kind == "not asked" for row in report.rows), as_text([report])
    entries = real_control.log()
    # To know who asks, and to let them in, the gateway turns to IAM, and it keeps a record; that is all,
    # but for the one question that everybody may ask.
    requests = [entry for entry in entries if entry["topic"].startswith("request:")]
    assert {entry["topic"].split(":")[2] for entry in entries} == {"iam", "audit-events"}
    assert {entry["message"]["operation"] for entry in requests} <= {
        "authenticate-anonymous",
        "authorise",
        "bootstrap-status",
        "get-signing-key-public",
        "resolve-api-key",
    }
    assert requests
