"""A descriptor beside a registry: each kind of difference is found, and none where there is none."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from parity_samples import descriptor

from gatewright.descriptor import Registry
from gatewright_codegen.parity import ParityError, Report, as_json, as_text, differences, registry
from gatewright_codegen.parity.registry import Found

FOUND: dict[str, Any] = {
    "release": "1.0",
    "operations": {
        "things:list-all": {"capability": "read"},
        "things:get-one": {"capability": "read"},
        "log-in": {},
        "room:lamp": {"capability": "lamp", "level": "room"},
        "room-import:colours": {},
    },
    "routes": [
        {"method": "POST", "path": "/do/{kind}", "covered": True},
        {"method": "POST", "path": "/rooms/{room}/{kind}", "covered": True},
        {"method": "GET", "path": "/rooms/{room}/import/{kind}", "covered": True},
        {"method": "GET", "path": "/files/{path}", "covered": False},
        {"method": "PUT", "path": "/files", "covered": False},
        {"method": "GET", "path": "/light/{room}", "covered": False},
        {"method": "GET", "path": "/socket", "covered": False},
    ],
    "unreachable": ["room:radio"],
}


def found(**changed: Any) -> Found:
    return Found.model_validate({**FOUND, **changed})


def without(name: str) -> Found:
    return found(operations={key: each for key, each in FOUND["operations"].items() if key != name})


def with_more(**operations: dict[str, str]) -> Found:
    return found(operations=FOUND["operations"] | operations)


def counted(report: Report) -> list[tuple[str, str]]:
    return [(row.kind, row.name) for row in report.rows if row.counts]


def test_what_is_equal_has_no_differences() -> None:
    report = registry.compare(descriptor(), found())
    assert report.rows == []
    assert report.summary == ["5 of 5 operations", "7 of 7 routes"]
    assert as_text([report]) == "registry, release 1.0: 5 of 5 operations, 7 of 7 routes, 0 differences"


def test_what_is_not_described_is_missing() -> None:
    report = registry.compare(descriptor(), with_more(**{"things:count": {"capability": "read"}}))
    assert counted(report) == [("missing", "things:count")]
    assert report.summary[0] == "5 of 6 operations"
    assert report.rows[0].detail == "capability read"


@pytest.mark.parametrize("name", FOUND["operations"])
def test_what_the_gateway_lacks_is_surplus(name: str) -> None:
    assert counted(registry.compare(descriptor(), without(name))) == [("surplus", name)]


def test_what_is_not_registered_though_handled_is_surplus() -> None:
    lamp = without("room:lamp").model_copy(update={"unreachable": ["room:lamp"]})
    (row,) = registry.compare(descriptor(), lamp).rows
    assert "not registered" in row.detail


def test_routes_count_too() -> None:
    routes = [each for each in FOUND["routes"] if each["path"] != "/files"]
    more = {"method": "POST", "path": "/log/{day}", "covered": False}
    report = registry.compare(descriptor(), found(routes=[*routes, more]))
    assert counted(report) == [("missing", "POST /log/{day}"), ("surplus", "PUT /files")]
    assert report.summary[1] == "6 of 7 routes"


def test_declared_differences_are_shown_and_do_not_count() -> None:
    described = descriptor(
        absent={"things:count": "nobody counts", "room:radio": "refused by every release"},
        extra={"room:lamp": "only in the large edition"},
    )
    both = found(
        operations={**without("room:lamp").model_dump()["operations"], "things:count": {}},
    )
    report = registry.compare(described, both)
    assert counted(report) == []
    assert differences([report]) == 0
    assert {(row.name, row.detail) for row in report.rows} == {
        ("things:count", "nobody counts"),
        ("room:radio", "refused by every release"),
        ("room:lamp", "only in the large edition"),
    }
    assert as_text([report]).endswith("0 differences, 3 declared")


def test_a_declaration_that_holds_no_longer_is_a_difference() -> None:
    described = descriptor(absent={"things:list-all": "once"}, extra={"PUT /files": "once"})
    assert counted(registry.compare(described, found())) == [
        ("stale", "things:list-all"),
        ("stale", "PUT /files"),
    ]


def test_what_changed_between_releases() -> None:
    operations = {**without("log-in").operations, "room:lamp": {"capability": "light"}, "log-out": {}}
    routes = [*FOUND["routes"][1:], {"method": "POST", "path": "/log", "covered": False}]
    report = registry.changes(found(), found(release="2.0", operations=operations, routes=routes))
    assert counted(report) == [
        ("came", "log-out"),
        ("went", "log-in"),
        ("changed", "room:lamp"),
        ("came", "POST /log"),
        ("went", "POST /do/{kind}"),
    ]
    assert report.rows[2].detail == "was capability lamp, level room, is capability light"
    assert report.source == "release 2.0 since 1.0"
    assert registry.changes(found(), found()).rows == []


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    registry.save(found(), tmp_path / "found.json")
    assert registry.load(tmp_path / "found.json") == found()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no JSON"),
        (b"[]", "not what a registry holds"),
        (b'{"release": "1", "operations": {"a": 1}}', r"operations\.a"),
        (b'{"error": "too old"}', "^too old$"),
    ],
)
def test_what_is_no_registry_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(ParityError, match=said):
        registry.parse(text, "file")


def test_files_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(ParityError, match="cannot be read"):
        registry.load(tmp_path / "none.json")
    with pytest.raises(ParityError, match="cannot be written"):
        registry.save(found(), tmp_path / "none" / "found.json")
    with pytest.raises(ParityError, match="no Python interpreter"):
        registry.interpreter(tmp_path)


def test_the_script_runs_in_another_interpreter() -> None:
    word = Registry(script="gatewright.extensions.trustgraph.registry")
    with pytest.raises(ParityError, match=r"^trustgraph-flow is not installed there$"):
        registry.read(word, sys.executable)
    with pytest.raises(ParityError, match="there is no module"):
        registry.read(Registry(script="gatewright.extensions.nobody"))


def test_a_script_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"under gatewright\.extensions"):
        Registry(script="os.path")


def test_reports_for_machines() -> None:
    report = registry.compare(descriptor(), without("log-in"))
    assert json.loads(json.dumps(as_json("sample", "1.0", [report]))) == {
        "gateway": "sample",
        "release": "1.0",
        "differences": 1,
        "reports": [
            {
                "source": "registry, release 1.0",
                "summary": ["4 of 4 operations", "7 of 7 routes"],
                "rows": [{"kind": "surplus", "name": "log-in", "detail": "described as admin.log_in"}],
            }
        ],
    }


def test_what_comes_from_elsewhere_cannot_disturb_the_table() -> None:
    report = registry.compare(descriptor(), with_more(**{"evil\x1b[2J\nname": {}}))
    table = as_text([report])
    assert "\x1b" not in table
    assert len(table.splitlines()) == 2
