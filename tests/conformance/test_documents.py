"""The library on every interface: documents, uploads in chunks, downloads, and processing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from control import Control
from marks import everywhere
from surfaces import Surface, done, items

from trustgraph_v2 import GatewayError, Literal, NotFound, RequestTimeout, ServiceError, Triple, Uri

TEXT = "Ships need light. \u2713".encode()
LARGE = bytes(range(256)) * (5 * 4096)  # 5 MiB


def new_id() -> str:
    return f"urn:document:{uuid4()}"


def about(document: str) -> list[Triple]:
    return [
        Triple(Uri(document), Uri("urn:about"), Uri("urn:ships")),
        Triple(Uri(document), Uri("urn:title"), Literal('Ships "and" light')),
    ]


@everywhere
async def test_document_lives_from_addition_to_removal(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    added = await done(
        library.add_document(
            TEXT, id, about(id), title="Ships", comments="None", kind="text/markdown", tags=["sea", "light"]
        )
    )
    assert (added.bytes, added.chunks) == (len(TEXT), 1)

    found = await done(library.get_document(id))
    assert (found.id, found.title, found.comments, found.kind) == (id, "Ships", "None", "text/markdown")
    assert (found.tags, found.metadata, found.document_type) == (["sea", "light"], about(id), "source")
    assert id in [document.id for document in await done(library.get_documents())]
    assert await done(library.get_document_content(id)) == TEXT

    assert await done(library.describe_document(id, title="Boats", tags=["sea"])) is None
    found = await done(library.get_document(id))
    assert (found.title, found.comments, found.tags, found.metadata) == ("Boats", "", ["sea"], [])
    found.title = "Ferries"
    found.metadata = about(id)
    assert await done(library.update_document(id, found)) is None
    again = await done(library.get_document(id))
    assert (again.title, again.metadata, again.kind) == ("Ferries", about(id), "text/markdown")

    assert await done(library.remove_document(id)) is None
    assert id not in [document.id for document in await done(library.get_documents())]


@everywhere
async def test_document_in_one_call(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    await done(library.add_small_document(TEXT, id, document_type="answer", time=1_700_000_000))
    found = await done(library.get_document(id))
    assert (found.kind, found.document_type) == ("text/plain", "answer")
    assert found.time == datetime.fromtimestamp(1_700_000_000, UTC)
    assert id not in [document.id for document in await done(library.get_documents())]
    assert id in [document.id for document in await done(library.get_documents(include_children=True))]


@everywhere
async def test_document_of_many_chunks(surface: Surface, control: Control) -> None:
    library, id = surface.group("library"), new_id()
    await done(library.add_document(LARGE, id, about(id), title="Large", kind="application/octet-stream"))
    assert control.requested("librarian", "upload-chunk") == 2
    assert (await done(library.get_document(id))).metadata == about(id)  # though chunks lose them
    assert await done(library.get_document_content(id)) == LARGE
    assert await done(library.get_document_size(id)) == len(LARGE)


@everywhere
async def test_document_from_a_file_and_back(surface: Surface, tmp_path: Path) -> None:
    library, id = surface.group("library"), new_id()
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(LARGE)
    await done(library.add_document(source, id))
    await done(library.stream_document_to_file(id, copy))
    assert copy.read_bytes() == LARGE


@everywhere
async def test_document_comes_in_pieces(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    await done(library.add_small_document(TEXT, id))
    pieces = await items(library.stream_document(id, chunk_size=4))
    assert b"".join(pieces) == TEXT
    assert len(pieces) > 1


@everywhere
async def test_gateway_never_answers_when_an_empty_document_is_streamed(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    await done(library.add_document(b"", id))
    assert await done(library.get_document_content(id)) == b""
    with pytest.raises(RequestTimeout):
        await items(library.stream_document(id, timeout=0.3))


@everywhere
async def test_unknown_document_does_not_come_as_an_empty_one(surface: Surface) -> None:
    with pytest.raises(ServiceError, match="No such document row"):
        await items(surface.group("library").stream_document("urn:document:none"))


@everywhere
async def test_document_made_from_another_goes_with_it(surface: Surface) -> None:
    library, parent, page = surface.group("library"), new_id(), new_id()
    await done(library.add_small_document(TEXT, parent))
    await done(library.add_child_document(b"page", page, parent, title="Page 1", document_type="page"))
    found = await done(library.get_document(page))
    assert (found.parent_id, found.document_type, found.title) == (parent, "page", "Page 1")
    assert page not in [document.id for document in await done(library.get_documents())]
    await done(library.remove_document(parent))
    with pytest.raises(ServiceError, match="No such document row"):
        await done(library.get_document(page))


@everywhere
async def test_upload_step_by_step(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    begun = await done(library.begin_upload(id, "text/plain", 10, title="Letters", tags=["a"], chunk_size=4))
    assert (begun.chunk_size, begun.total_chunks) == (4, 3)
    upload = begun.upload_id
    progress = await done(library.upload_chunk(upload, 2, b"ij"))
    assert (progress.chunk_index, progress.total_chunks, progress.total_bytes) == (2, 3, 10)

    status = await done(library.get_upload_status(upload))
    assert (status.upload_state, status.received_chunks, status.missing_chunks) == (
        "in-progress",
        [2],
        [0, 1],
    )
    [pending] = [each for each in await done(library.get_pending_uploads()) if each.upload_id == upload]
    assert (pending.document_id, pending.total_size, pending.chunk_size) == (id, 10, 4)
    assert (pending.total_chunks, pending.chunks_received) == (3, 1)
    with pytest.raises(ServiceError, match=r"Missing chunks: \[0, 1\]"):
        await done(library.complete_upload(upload))

    await done(library.upload_chunk(upload, 1, b"efgh"))
    await done(library.upload_chunk(upload, 0, b"abcd"))
    completed = await done(library.complete_upload(upload))
    assert completed.document_id == id
    assert completed.object_id
    assert await done(library.get_document_content(id)) == b"abcdefghij"
    found = await done(library.get_document(id))
    assert (found.title, found.tags) == ("Letters", ["a"])
    assert (await done(library.get_upload_status(upload))).upload_state == "expired"


@everywhere
async def test_upload_is_given_up(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    upload = (await done(library.begin_upload(id, "text/plain", 10))).upload_id
    assert await done(library.abort_upload(upload)) is None
    assert upload not in [each.upload_id for each in await done(library.get_pending_uploads())]
    with pytest.raises(ServiceError, match="not found or expired"):
        await done(library.upload_chunk(upload, 0, b"a"))


@everywhere
async def test_upload_goes_on_where_it_broke_off(surface: Surface, control: Control) -> None:
    library, id = surface.group("library"), new_id()
    begun = await done(library.begin_upload(id, "text/plain", 10, chunk_size=4))
    await done(library.upload_chunk(begun.upload_id, 1, b"efgh"))
    control.forget()
    await done(library.resume_upload(begun.upload_id, b"abcdefghij"))
    assert control.requested("librarian", "upload-chunk") == 2
    assert await done(library.get_document_content(id)) == b"abcdefghij"


@everywhere
async def test_upload_that_breaks_off_says_how_to_go_on(surface: Surface, control: Control) -> None:
    library, id = surface.group("library"), new_id()
    control.script(fail={"librarian": "scripted failure"}, after={"librarian": 2})
    with pytest.raises(GatewayError, match="resume_upload") as caught:
        await done(library.add_document(LARGE, id))
    control.script()
    upload = caught.value.upload
    assert (await done(library.get_upload_status(upload))).missing_chunks == [1]
    await done(library.resume_upload(upload, LARGE))
    assert await done(library.get_document_content(id)) == LARGE


@everywhere
async def test_flow_gets_a_document(surface: Surface, control: Control) -> None:
    library, id, processing = surface.group("library"), new_id(), f"urn:processing:{uuid4()}"
    await done(library.add_small_document(TEXT, id, about(id)))
    collection = f"from-{processing[-8:]}"
    started = await done(
        library.start_processing(processing, id, flow="default", collection=collection, tags=["t"])
    )
    assert started is None
    [loaded] = control.messages("flow:tg:text-load:default:default")
    assert (loaded["document_id"], loaded["metadata"]["collection"]) == (id, collection)
    collections = await done(surface.group("collection").list_collections())
    assert collection in [each.collection for each in collections]

    [found] = [each for each in await done(library.get_processings()) if each.id == processing]
    assert (found.document_id, found.flow, found.collection, found.tags) == (id, "default", collection, ["t"])
    assert await done(library.stop_processing(processing)) is None
    assert processing not in [each.id for each in await done(library.get_processings())]
    with pytest.raises(ServiceError, match="does not exist"):
        await done(library.stop_processing(processing))


@everywhere
async def test_errors_of_the_library(surface: Surface) -> None:
    library, id = surface.group("library"), new_id()
    await done(library.add_small_document(TEXT, id))
    with pytest.raises(ServiceError, match="Document already exists"):
        await done(library.add_document(TEXT, id))
    for call in (library.get_document, library.get_document_content):
        with pytest.raises(ServiceError, match="No such document row"):
            await done(call("urn:document:none"))
    with pytest.raises(ServiceError, match="Document does not exist"):
        await done(library.remove_document("urn:document:none"))
    with pytest.raises(ServiceError, match="No such document row"):
        await done(library.start_processing("urn:processing:none", "urn:document:none"))
    with pytest.raises(NotFound, match="Invalid flow ID nowhere"):
        await done(library.start_processing(f"urn:processing:{uuid4()}", id, flow="nowhere"))


@everywhere
async def test_any_request_to_the_library(surface: Surface) -> None:
    answer: dict[str, Any] = await done(surface.group("library").request({"operation": "list-uploads"}))
    assert answer["document-metadatas"] == []
