"""A document goes up in chunks, is interrupted, goes on, and comes down again, against a local TrustGraph.

python examples/documents.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from gatewright.gateway import local_gateway
from trustgraph_v2 import Api, ConnectionLost

SIZE = 8_000_000
ID = "urn:doc:report"
ABOUT = [(ID, "http://purl.org/dc/terms/creator", "Alice")]


def show(done: int, total: int) -> None:
    """How far a transfer is."""
    print(f"  {done:,} of {total:,} bytes")


# Without retries, so that the lost connection is seen.
with (
    tempfile.TemporaryDirectory() as folder,
    local_gateway("trustgraph_v2") as gateway,
    Api(gateway.url, retries=0) as api,
):
    report, copy = Path(folder, "report.bin"), Path(folder, "copy.bin")
    report.write_bytes(bytes(range(250)) * (SIZE // 250))
    library = api.library()

    def show_and_break(done: int, total: int) -> None:
        """The same; then the connection ends before the next chunk is answered."""
        show(done, total)
        gateway.fault("library.upload_chunk", "drop")

    upload = ""
    print("up")
    try:
        library.add_document(report, ID, metadata=ABOUT, title="Report", on_progress=show_and_break)
    except ConnectionLost as error:
        upload = error.upload or ""
        print("  interrupted")

    # The second chunk had arrived; only the answer was lost.
    (pending,) = library.get_pending_uploads()
    print(f"  {pending.chunks_received} of {pending.total_chunks} chunks are there")
    resumed = library.resume_upload(upload, report, on_progress=show)
    print(f"  {resumed.sent:,} bytes were left to send")
    library.describe_document(ID, metadata=ABOUT, title="Report")

    print("down")
    length = sum(len(piece) for piece in library.stream_document(ID))
    print(f"  piece by piece, none of them kept: {length:,} bytes")
    # On a socket a piece is what the gateway reads at once.
    sockets = api.socket().library()
    sockets.stream_document_to_file(ID, copy, chunk_size=3_000_000, on_progress=show)
    print("  the same:", copy.read_bytes() == report.read_bytes())
