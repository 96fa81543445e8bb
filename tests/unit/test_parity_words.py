"""What a descriptor says of comparisons must name what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from codegen_samples import FILES, problems

WORDS = """
parity:
  registry:
    script: gatewright.extensions.sample
    scopes: {room: $service}
    services: {things: $operation}
  probe:
    values: {tenant: nobody, room: nobody}
    first: {operation: things.list, keep: {room: id}}
    bodies: {things.keep: {}}
    never: {talk.say socket: it is loud, things.import_things: it is slow}
"""


def found(folder: Path, old: str, new: str) -> list[str]:
    assert old in WORDS
    return problems(folder, {**FILES, "gateway.yaml": FILES["gateway.yaml"] + WORDS.replace(old, new, 1)})


def test_what_is_there_may_be_named(tmp_path: Path) -> None:
    assert found(tmp_path, "", "") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scopes: {room", "scopes: {hall", "there is no scope 'hall'"),
        ("services: {things", "services: {thing", "there is no service 'thing'"),
        ("{tenant: nobody", "{tenants: nobody", "there is no setting or parameter 'tenants'"),
        ("things.list", "things.lists", "there is no operation 'things.lists'"),
        ("keep: {room", "keep: {hall", "there is no parameter 'hall'"),
        ("{things.keep", "{things.kept", "there is no operation 'things.kept'"),
        ("talk.say socket", "talk.say sockets", "there is no operation 'talk.say sockets'"),
        ("{status: 404}", "{}", "give `status`, `type` or `message`"),
        ("{status: 404}", '{message: "("}', "no regular expression"),
        ("gatewright.extensions.sample", "os.path", "under gatewright.extensions"),
    ],
)
def test_what_is_not_there_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    if "status" in old:
        problem = problems(
            tmp_path, {**FILES, "gateway.yaml": f"{FILES['gateway.yaml']}\nparity:\n  unknown: [{new}]\n"}
        )
    else:
        problem = found(tmp_path, old, new)
    assert len(problem) == 1
    assert said in problem[0]
    assert problem[0].startswith("schema/sample/gateway.yaml:")
