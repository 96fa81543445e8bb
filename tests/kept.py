"""What conformance tests of every release see of configuration and metrics."""

from __future__ import annotations

import json
from uuid import uuid4

from surfaces import Surface, done


def fresh(kind: str) -> str:
    """A name that nothing has yet."""
    return f"{kind}-{uuid4().hex[:8]}"


async def keeps_configuration(surface: Surface) -> str:
    """Put, read and delete values; the type, of which `second` is left."""
    config, kind = surface.config, fresh("kind")
    first, second = {"type": kind, "key": "first"}, {"type": kind, "key": "second"}
    written = [{**first, "value": '{"a": 1}'}, {**second, "value": '"\u2713"'}]

    assert await done(config.put(written)) is None
    assert await done(config.list(kind)) == ["first", "second"]
    found = await done(config.get([second, {"type": kind, "key": "missing"}]))
    assert [(item.key, item.value) for item in found] == [("second", '"\u2713"'), ("missing", None)]
    found = await done(config.get_values(kind))
    assert [(item.key, item.value) for item in found] == [("first", '{"a": 1}'), ("second", '"\u2713"')]
    everything, version = await done(config.all())
    assert everything[kind] == {"first": '{"a": 1}', "second": '"\u2713"'}

    assert await done(config.delete([first])) is None
    assert await done(config.list(kind)) == ["second"]
    assert (await done(config.all()))[1] > version
    return kind


async def asks_prometheus(surface: Surface) -> None:
    told = json.loads(await done(surface.metrics.get(path="query", query='up{job="a b"}')))
    assert told == {"status": "success", "path": "query", "query": 'up{job="a b"}'}
