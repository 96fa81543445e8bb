"""Services of a workspace on every interface: configuration, flows, collections; and what else there is."""

from __future__ import annotations

import pytest
from client_2_11 import open_surface
from control import Control
from kept import asks_prometheus, fresh, keeps_configuration
from marks import by_name, everywhere, in_both_colours
from surfaces import SOCKETS, Surface, done

from trustgraph_v2 import ServiceError


@everywhere
async def test_configuration_keeps_what_is_put(surface: Surface) -> None:
    assert await keeps_configuration(surface)


@everywhere
async def test_flow_lives_from_blueprint_to_stop(surface: Surface, control: Control) -> None:
    flows, name = surface.flows, fresh("flow")
    definition = await done(flows.get_blueprint("everything"))
    assert await done(flows.put_blueprint(name, definition)) is None
    assert name in await done(flows.list_blueprints())
    assert await done(flows.get_blueprint(name)) == definition

    assert await done(flows.start(name, name, "A test", parameters={"size": "5"})) is None
    assert name in await done(flows.list())
    started = await done(flows.get(name))
    assert (started["description"], started["blueprint-name"]) == ("A test", name)
    assert started["parameters"] == {"size": "5"}
    control.wait_for_flow(name)
    assert await done(surface.flow(name).embeddings(["ab"])) == [[2.0, 0.5]]

    assert await done(flows.stop(name)) is None
    assert name not in await done(flows.list())
    assert await done(flows.delete_blueprint(name)) is None
    assert name not in await done(flows.list_blueprints())


@everywhere
async def test_reading_all_workspaces_always_fails(surface: Surface) -> None:
    with pytest.raises(ServiceError, match="service failed"):
        await done(surface.config.get_values_all_workspaces("flow"))


@everywhere
async def test_any_request_to_the_configuration(surface: Surface) -> None:
    answer = await done(surface.config.request({"operation": "list", "type": "flow-blueprint"}))
    assert "everything" in answer["directory"]
    answer = await done(surface.flows.request({"operation": "list-blueprints"}))
    assert "everything" in answer["blueprint-names"]


@everywhere
async def test_collection_lives_from_making_to_deletion(surface: Surface) -> None:
    collection, name = surface.group("collection"), fresh("collection")
    made = await done(collection.update_collection(name, name="Notes", description="All", tags=["a", "b"]))
    assert (made.collection, made.name, made.description, made.tags) == (name, "Notes", "All", ["a", "b"])
    other = await done(collection.update_collection(f"{name}-other", tags=[name]))
    assert (other.name, other.description) == (f"{name}-other", "")

    listed = {each.collection: each for each in await done(collection.list_collections())}
    assert listed[name] == made
    assert await done(collection.list_collections(tag_filter=[name])) == [other]
    assert len(await done(collection.list_collections(limit=1))) == 1
    answer = await done(collection.request({"operation": "list-collections", "tag_filter": [name]}))
    assert [each["collection"] for each in answer["collections"]] == [f"{name}-other"]

    for gone in (name, f"{name}-other"):
        assert await done(collection.delete_collection(gone)) is None
    assert not {name, f"{name}-other"} & {
        each.collection for each in await done(collection.list_collections())
    }


@in_both_colours
async def test_metrics_come_from_prometheus(surface: Surface) -> None:
    await asks_prometheus(surface)


@by_name
async def test_workspaces_are_kept_apart(interface: str, url: str) -> None:
    kind, item = fresh("kind"), "only-there"
    async with open_surface(interface, url, workspace="second") as there:
        await done(there.config.put([{"type": kind, "key": item, "value": "1"}]))
        assert await done(there.config.list(kind)) == [item]
        assert await done(there.flow().embeddings(["a"])) == [[1.0, 0.5]]
    async with open_surface(interface, url) as here:
        assert await done(here.config.list(kind)) == []


@everywhere
async def test_client_of_another_workspace_shares_the_connection(surface: Surface) -> None:
    kind = fresh("kind")
    there = Surface(surface.name, surface.api.with_workspace("second"))
    await done(there.config.put([{"type": kind, "key": "k", "value": "1"}]))
    assert await done(there.config.list(kind)) == ["k"]
    assert await done(surface.config.list(kind)) == []
    assert await done(there.flow().embeddings(["a"])) == [[1.0, 0.5]]
    assert await done(there.group("library").get_documents()) == []
    if surface.name in SOCKETS:
        socket = surface.api.socket() if surface.name == "socket" else surface.api.async_socket()
        assert await done(socket.with_workspace("second").config().list(kind)) == ["k"]


@in_both_colours
async def test_bulk_transfer_in_another_workspace(surface: Surface, control: Control) -> None:
    there = Surface(surface.name, surface.api.with_workspace("second"))
    triples = [("urn:a", "urn:p", "urn:b")]
    await done(there.bulk.import_triples("default", triples, collection="there"))
    assert len(await done(there.flow().triples_query(collection="there"))) == 1
    assert await done(surface.flow().triples_query(collection="there")) == []
    assert len(control.messages("flow:tg:triples-store:second:default")) == 1
