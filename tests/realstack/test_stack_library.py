"""Documents that are put into the library and taken out again, and collections."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from interfaces import Face, done, everywhere, items

from trustgraph_v2 import GatewayError, Literal, Triple, Uri

# More than two of the pieces in which documents travel, and no multiple of them.
LARGE = b"".join(hashlib.sha256(number.to_bytes(4)).digest() for number in range(200_001))


@pytest.fixture
def document() -> str:
    return f"urn:document:{uuid4().hex[:8]}"


@everywhere
async def test_small_document(face: Face, document: str) -> None:
    library, about = face.group("library"), Triple(Uri(document), Uri("urn:topic"), Literal("Grüße"))
    content = "Grüße \u2713".encode()
    await done(library.add_document(content, document, [about], title="Greetings", tags=["a", "b"]))
    found = await done(library.get_document(document))
    assert (found.id, found.title, found.kind, found.tags) == (
        document,
        "Greetings",
        "text/plain",
        ["a", "b"],
    )
    assert document in {each.id for each in await done(library.get_documents())}
    assert await done(library.get_document_content(document)) == content

    await done(library.describe_document(document, title="Other greetings", tags=["c"]))
    changed = await done(library.get_document(document))
    assert (changed.title, changed.tags) == ("Other greetings", ["c"])

    await done(library.remove_document(document))
    assert document not in {each.id for each in await done(library.get_documents())}
    with pytest.raises(GatewayError):
        await done(library.get_document(document))


@everywhere
async def test_large_document(face: Face, document: str, tmp_path: Path) -> None:
    library = face.group("library")
    sent: list[tuple[int, int]] = []
    await done(
        library.add_document(
            LARGE, document, kind="application/octet-stream", on_progress=lambda *told: sent.append(told)
        )
    )
    assert sent[-1] == (len(LARGE), len(LARGE))
    assert b"".join(await items(library.stream_document(document, chunk_size=1_000_000))) == LARGE
    there = tmp_path / "document"
    assert await done(library.stream_document_to_file(document, there)) == len(LARGE)
    assert there.read_bytes() == LARGE
    await done(library.remove_document(document))


@everywhere
async def test_upload_is_resumed(face: Face, document: str) -> None:
    library = face.group("library")
    begun = await done(library.begin_upload(document, "application/octet-stream", len(LARGE)))
    await done(library.upload_chunk(begun.upload_id, 0, LARGE[: begun.chunk_size]))
    status = await done(library.get_upload_status(begun.upload_id))
    assert (status.received_chunks, status.total_chunks) == ([0], begun.total_chunks)
    assert begun.upload_id in {each.upload_id for each in await done(library.get_pending_uploads())}

    await done(library.resume_upload(begun.upload_id, LARGE))
    assert b"".join(await items(library.stream_document(document))) == LARGE
    await done(library.remove_document(document))


@everywhere
async def test_upload_is_given_up(face: Face, document: str) -> None:
    library = face.group("library")
    begun = await done(library.begin_upload(document, "text/plain", len(LARGE)))
    await done(library.abort_upload(begun.upload_id))
    assert begun.upload_id not in {each.upload_id for each in await done(library.get_pending_uploads())}
    assert document not in {each.id for each in await done(library.get_documents())}


@everywhere
async def test_collection_is_made_changed_and_deleted(face: Face) -> None:
    collection, name = face.group("collection"), f"collection-{uuid4().hex[:8]}"
    made = await done(collection.update_collection(name, name="Notes", description="All", tags=[name]))
    assert (made.collection, made.name, made.description) == (name, "Notes", "All")
    assert [each.name for each in await done(collection.list_collections(tag_filter=[name]))] == ["Notes"]
    await done(collection.update_collection(name, name="More notes", tags=[name]))
    assert [each.name for each in await done(collection.list_collections([name]))] == ["More notes"]
    await done(collection.delete_collection(name))
    assert name not in {each.collection for each in await done(collection.list_collections())}
