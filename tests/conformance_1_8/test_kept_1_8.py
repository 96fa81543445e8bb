"""What services keep, on every interface: configuration, flows, documents, collections, knowledge cores."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from control_1_8 import Control
from kept import asks_prometheus, fresh, keeps_configuration
from marks import everywhere, in_both_colours, on_sockets
from surfaces import Surface, done, items

from trustgraph_v1 import (
    FlowError,
    GatewayError,
    Literal,
    LoadError,
    NotFound,
    RequestError,
    ServiceError,
    Triple,
    Unavailable,
    UnexpectedError,
    Uri,
)


@everywhere
async def test_configuration_keeps_what_is_put(surface: Surface) -> None:
    config, kind = surface.config, await keeps_configuration(surface)
    assert await done(config.get_values(fresh("kind"))) == []
    answer = await done(config.request({"operation": "list", "type": kind}))
    assert answer["directory"] == ["second"]


@everywhere
async def test_flow_lives_from_class_to_stop(surface: Surface, control: Control) -> None:
    flows, name = surface.flows, fresh("flow")
    definition = await done(flows.get_class("everything"))
    assert await done(flows.put_class(name, definition)) is None
    assert name in await done(flows.list_classes())
    assert await done(flows.get_class(name)) == definition

    assert await done(flows.start(name, name, "A test", parameters={"size": "5"})) is None
    assert name in await done(flows.list())
    started = await done(flows.get(name))
    assert (started["description"], started["class-name"]) == ("A test", name)
    assert started["parameters"] == {"size": "5"}
    control.wait_for_flow(name)
    assert await done(surface.flow(name).embeddings("ab")) == [[2.0, 0.5]]
    with pytest.raises(FlowError, match="Flow already exists"):
        await done(flows.start(name, name, "Once more"))

    assert await done(flows.stop(name)) is None
    assert name not in await done(flows.list())
    assert await done(flows.delete_class(name)) is None
    assert name not in await done(flows.list_classes())
    with pytest.raises(NotFound):
        await done(flows.get_class(name))
    assert "everything" in (await done(flows.request({"operation": "list-classes"})))["class-names"]


@everywhere
async def test_flow_that_cannot_be(surface: Surface) -> None:
    with pytest.raises(FlowError, match="Class does not exist"):
        await done(surface.flows.start("no-such-class", fresh("flow"), "A test"))
    with pytest.raises(FlowError, match="Flow ID invalid"):
        await done(surface.flows.stop("nowhere"))
    with pytest.raises(FlowError, match="the JSON object must be str"):
        await done(surface.flows.get("nowhere"))


@everywhere
async def test_flow_whose_class_is_gone_cannot_be_stopped(surface: Surface, control: Control) -> None:
    flows, name = surface.flows, fresh("flow")
    definition = {"class": {}, "flow": {}, "interfaces": {}}
    await done(flows.put_class(name, definition))
    await done(flows.start(name, name, "A test"))
    await done(flows.delete_class(name))
    with pytest.raises(FlowError, match="the JSON object must be str"):
        await done(flows.stop(name))
    await done(flows.put_class(name, definition))
    await done(flows.stop(name))
    await done(flows.delete_class(name))


THEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
ABOUT = [Triple(Uri("urn:doc"), Uri("urn:title"), Literal("Ships \u2713"))]


@everywhere
async def test_document_lives_from_adding_to_removal(surface: Surface) -> None:
    library, id, user = surface.group("library"), f"urn:doc:{uuid4()}", fresh("user")
    content = bytes(range(256)) * 3
    details: dict[str, Any] = {"title": "Ships", "comments": "All of them", "tags": ["sea"]}
    assert await done(library.add_document(content, id, ABOUT, user, time=1700000000, **details)) is None
    kept = await done(library.get_document(user, id))
    assert (kept.id, kept.user, kept.time, kept.kind) == (id, user, THEN, "text/plain")
    assert (kept.title, kept.comments, kept.tags, kept.metadata) == (*details.values(), ABOUT)
    assert await done(library.get_document_metadata(user, id)) == kept
    assert await done(library.get_documents(user)) == [kept]
    assert await done(library.get_documents(fresh("user"))) == []
    assert await done(library.get_document_content(user, id)) == content
    with pytest.raises(UnexpectedError, match="already exists"):
        await done(library.add_document(b"", id, ABOUT, user))

    changed = kept.model_copy(update={"title": "Boats"})
    assert await done(library.update_document(user, id, changed)) is None
    assert await done(library.get_document(user, id)) == changed
    assert await done(library.describe_document(user, id, ABOUT, title="Vessels", time=1700000000)) is None
    described = await done(library.get_document(user, id))
    assert (described.title, described.comments, described.tags) == ("Vessels", "", [])
    assert (described.time, described.metadata) == (THEN, ABOUT)

    assert await done(library.remove_document(user, id)) is None
    assert await done(library.get_documents(user)) == []
    for missing in (library.get_document, library.get_document_content):
        with pytest.raises(UnexpectedError, match="No such document"):
            await done(missing(user, id))
    with pytest.raises(UnexpectedError, match="Document does not exist"):
        await done(library.remove_document(user, id))
    assert (await done(library.request({"operation": "list-documents", "user": user})))[
        "document-metadatas"
    ] == []


@everywhere
async def test_document_of_a_kind_that_the_library_does_not_take(surface: Surface) -> None:
    with pytest.raises(RequestError, match="Invalid document kind: image/png"):
        await done(surface.group("library").add_document(b"", "urn:x", ABOUT, kind="image/png"))


@everywhere
async def test_document_without_triples_about_it_spoils_the_library(
    surface: Surface, real_control: Control
) -> None:
    # It reads an empty list back as nothing, and cannot go through that.
    library, user = surface.group("library"), fresh("user")
    await done(library.add_document(b"", "urn:doc", user=user))
    for call in (lambda: library.get_documents(user), lambda: library.get_document(user, "urn:doc")):
        with pytest.raises(UnexpectedError, match="'NoneType' object is not iterable"):
            await done(call())


@everywhere
async def test_processing_hands_a_document_to_a_flow(surface: Surface, control: Control) -> None:
    library, id, user = surface.group("library"), f"urn:doc:{uuid4()}", fresh("user")
    await done(library.add_document("Ships \u2713".encode(), id, ABOUT, user))
    assert (
        await done(library.start_processing("urn:p", id, "default", user, "notes", ["a"], time=1700000000))
        is None
    )
    [loaded] = control.arrived("text-load")
    assert loaded["text"] == "Ships \u2713"
    about = {key: loaded["metadata"][key] for key in ("id", "user", "collection")}
    assert about == {"id": id, "user": user, "collection": "notes"}
    [kept] = await done(library.get_processings(user))
    assert (kept.id, kept.document_id, kept.flow, kept.user) == ("urn:p", id, "default", user)
    assert (kept.collection, kept.tags, kept.time) == ("notes", ["a"], THEN)
    # The librarian means to make the collection, but takes what is not in the configuration for there.
    assert await done(surface.group("collection").list_collections(user)) == []
    with pytest.raises(UnexpectedError, match="Processing already exists"):
        await done(library.start_processing("urn:p", id, user=user))

    with pytest.raises(UnexpectedError, match="Invalid flow ID"):
        await done(library.start_processing("urn:lost", id, "nowhere", user))
    assert {each.id for each in await done(library.get_processings(user))} == {"urn:p", "urn:lost"}

    assert await done(library.stop_processing("urn:p", user)) is None
    assert await done(library.stop_processing("urn:lost", user)) is None
    assert await done(library.get_processings(user)) == []
    with pytest.raises(UnexpectedError, match="Processing object does not exist"):
        await done(library.stop_processing("urn:p", user))


@everywhere
async def test_collection_lives_from_making_to_deletion(surface: Surface) -> None:
    collection, user, name = surface.group("collection"), fresh("user"), fresh("collection")
    made = await done(
        collection.update_collection(user, name, name="Notes", description="All", tags=["a", "b"])
    )
    assert (made.user, made.collection, made.name) == (user, name, "Notes")
    assert (made.description, made.tags) == ("All", ["a", "b"])
    other = await done(collection.update_collection(user, f"{name}-other", tags=[name]))
    assert (other.name, other.description) == (f"{name}-other", "")

    listed = {each.collection: each for each in await done(collection.list_collections(user))}
    assert listed == {name: made, f"{name}-other": other}
    assert await done(collection.list_collections(user, tag_filter=[name])) == [other]
    assert len(await done(collection.list_collections(user, limit=1))) == 1
    assert await done(collection.list_collections(fresh("user"))) == []
    answer = await done(collection.request({"operation": "list-collections", "user": user}))
    assert [each["collection"] for each in answer["collections"]] == [name, f"{name}-other"]

    for gone in (name, f"{name}-other"):
        assert await done(collection.delete_collection(user, gone)) is None
    assert await done(collection.list_collections(user)) == []


TRIPLES = [
    Triple(Uri("urn:a"), Uri("urn:p"), Uri("urn:b")),
    Triple(Uri("urn:a"), Uri("urn:label"), Literal("Alpha \u2713")),
]


def parts(id: str, user: str) -> dict[str, Any]:
    """What a core holds, as `put_kg_core` takes it."""
    metadata = {"id": id, "metadata": ABOUT, "user": user, "collection": "notes"}
    entities = [{"entity": Uri("urn:a"), "vectors": [[0.25, 0.5]]}]
    return {
        "triples": {"metadata": metadata, "triples": TRIPLES},
        "graph_embeddings": {"metadata": metadata, "entities": entities},
    }


@everywhere
async def test_core_lives_from_putting_to_deletion(surface: Surface) -> None:
    knowledge, id, user = surface.group("knowledge"), f"urn:core:{uuid4()}", fresh("user")
    assert await done(knowledge.put_kg_core(id, user, **parts(id, user))) is None
    assert await done(knowledge.list_kg_cores(user)) == [id]
    assert await done(knowledge.list_kg_cores(fresh("user"))) == []
    assert (await done(knowledge.request({"operation": "list-kg-cores", "user": user})))["ids"] == [id]
    assert await done(knowledge.load_kg_core(id, user, "default", "loaded")) is None
    assert await done(knowledge.delete_kg_core(id, user)) is None
    assert await done(knowledge.list_kg_cores(user)) == []


@everywhere
async def test_core_is_loaded_as_it_was_put(surface: Surface, real_control: Control) -> None:
    knowledge, id, user = surface.group("knowledge"), f"urn:core:{uuid4()}", fresh("user")
    await done(knowledge.put_kg_core(id, user, **parts(id, user)))
    await done(knowledge.load_kg_core(id, user, "default", "loaded"))
    [triples] = real_control.arrived("triples-store")
    [vectors] = real_control.arrived("graph-embeddings-store")
    assert [triple["o"]["value"] for triple in triples["triples"]] == ["urn:b", "Alpha \u2713"]
    assert [entity["vectors"] for entity in vectors["entities"]] == [[[0.25, 0.5]]]
    for loaded in (triples, vectors):
        metadata = loaded["metadata"]
        assert (metadata["id"], metadata["user"], metadata["collection"]) == (id, user, "loaded")
        assert metadata["metadata"][0]["o"]["value"] == "Ships \u2713"
    assert await done(surface.flow().triples_query(user=user, collection="loaded")) == TRIPLES


@everywhere
async def test_what_cores_cannot_do(surface: Surface) -> None:
    knowledge = surface.group("knowledge")
    with pytest.raises(ServiceError, match="Not implemented"):
        await done(knowledge.unload_kg_core("urn:core:none"))
    with pytest.raises(LoadError, match="Invalid flow"):
        await done(knowledge.load_kg_core("urn:core:none", flow="nowhere"))


@on_sockets
async def test_core_never_comes_back(surface: Surface) -> None:
    knowledge, id, user = surface.group("knowledge"), f"urn:core:{uuid4()}", fresh("user")
    await done(knowledge.put_kg_core(id, user, **parts(id, user)))
    with pytest.raises(GatewayError):
        await items(knowledge.get_kg_core(id, user))


@in_both_colours
async def test_core_files(surface: Surface, control: Control) -> None:
    knowledge, id, user = surface.group("knowledge"), f"urn:core:{uuid4()}", fresh("user")
    # ["ge", {"m": {"i": "x", "m": [], "u": "y", "c": "z"},
    #         "e": [{"e": {"v": "urn:a", "e": true}, "v": [[0.5]]}]}] in MessagePack
    vectors = (
        b"\x92\xa2ge\x82\xa1m\x84\xa1i\xa1x\xa1m\x90\xa1u\xa1y\xa1c\xa1z"
        b"\xa1e\x91\x82\xa1e\x82\xa1v\xa5urn:a\xa1e\xc3\xa1v\x91\x91\xca?\x00\x00\x00"
    )
    assert await done(knowledge.import_core(id, vectors, user)) is None
    assert await done(knowledge.list_kg_cores(user)) == [id]
    # What came in cannot come out again, and what cannot be read is not told.
    with pytest.raises(GatewayError):
        await items(knowledge.export_core(id, user))
    assert await done(knowledge.import_core(id, b"\xc1garbage", user)) is None
    control.script(fail={"knowledge": "scripted failure"})
    assert await done(knowledge.import_core(id, vectors, user)) is None


@in_both_colours
async def test_metrics_come_from_prometheus(surface: Surface) -> None:
    await asks_prometheus(surface)
    told = json.loads(await done(surface.metrics.get("label/job/values", match=["up", "down"])))
    assert (told["path"], told["match[]"]) == ("label/job/values", "up")


@in_both_colours
async def test_metrics_without_prometheus(surface: Surface, real_control: Control) -> None:
    real_control.script(monitored=False)
    with pytest.raises(Unavailable, match="cannot reach the Prometheus server"):
        await done(surface.metrics.get())
