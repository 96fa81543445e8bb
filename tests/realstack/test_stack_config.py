"""The configuration, and flows that are started, answer, and are stopped."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from interfaces import Face, RealStack, by_name, done, everywhere, open_face
from waiting import until

from trustgraph_v2 import AuthenticationFailed, GatewayError, NotFound


def unique(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}"


@everywhere
async def test_config_is_put_read_and_deleted(face: Face) -> None:
    config, kind = face.group("config"), unique("kind")
    values = {"one": '{"a": 1}', "two": "Grüße \u2713"}
    await done(config.put([{"type": kind, "key": key, "value": value} for key, value in values.items()]))
    assert sorted(await done(config.list(kind))) == ["one", "two"]
    got = await done(config.get([{"type": kind, "key": key} for key in values]))
    assert {value.key: value.value for value in got} == values
    assert {value.key: value.value for value in await done(config.get_values(kind))} == values
    everything, version = await done(config.all())
    assert everything[kind] == values

    await done(config.delete([{"type": kind, "key": "one"}]))
    assert await done(config.list(kind)) == ["two"]
    assert kind in everything
    _, later = await done(config.all())
    assert later > version


@everywhere
async def test_config_has_what_the_workspace_was_made_with(face: Face) -> None:
    [value] = await done(face.group("config").get([{"type": "prompt", "key": "template.echo"}]))
    assert json.loads(value.value)["prompt"] == "{{text}}"


@by_name
async def test_workspaces_are_kept_apart(interface: str, real_stack: RealStack) -> None:
    kind = unique("kind")
    settings = {"token": real_stack.token}
    async with open_face(interface, real_stack.url, workspace="second", **settings) as there:
        await done(there.group("config").put([{"type": kind, "key": "only-there", "value": "1"}]))
        assert await done(there.group("config").list(kind)) == ["only-there"]
        assert (await done(there.flow().text_completion("", "Hi"))).text == "You said: Hi"
    async with open_face(interface, real_stack.url, **settings) as here:
        assert await done(here.group("config").list(kind)) == []


@by_name
@pytest.mark.parametrize("token", [None, "tg_wrong", "nonsense"])
async def test_wrong_token_is_refused(interface: str, token: str | None, real_stack: RealStack) -> None:
    async with open_face(interface, real_stack.url, token=token) as face:
        with pytest.raises(AuthenticationFailed):
            await done(face.group("config").list("prompt"))


@everywhere
async def test_flow_starts_answers_and_stops(face: Face) -> None:
    flows, blueprint, name = face.group("flow"), unique("blueprint"), unique("flow")
    definition = await done(flows.get_blueprint("everything"))
    await done(flows.put_blueprint(blueprint, {**definition, "description": "A copy"}))
    assert blueprint in await done(flows.list_blueprints())

    await done(flows.start(blueprint, name, "For one test", parameters={"llm-model": "larger"}))
    assert name in await done(flows.list())
    assert (await done(flows.get(name)))["parameters"] == {"llm-model": "larger"}
    # What is asked before its services listen is lost.
    answer = await until(
        lambda: face.flow(name).text_completion("", "Hello", timeout=1),
        failing=(GatewayError,),
    )
    assert (answer.text, answer.model) == ("You said: Hello", "larger")

    await done(flows.stop(name))
    assert name not in await done(flows.list())
    await until(lambda: refusal(face, name), lambda error: isinstance(error, NotFound))
    await done(flows.delete_blueprint(blueprint))
    assert blueprint not in await done(flows.list_blueprints())


async def refusal(face: Face, flow: str) -> GatewayError | None:
    """The error with which a flow answers."""
    try:
        await done(face.flow(flow).text_completion("", "Hello", timeout=1))
    except GatewayError as error:
        return error
    return None


@everywhere
async def test_flow_that_is_not_there(face: Face) -> None:
    with pytest.raises(NotFound):
        await done(face.flow("none").text_completion("", "Hello"))
