"""The official client, trustgraph-base: `python official.py SCENARIO URL PARAMETERS`.

Its exports are mended first: as they are, they yield one empty triple for each message. The mended
ones read each message as the rest of that client reads such, and are otherwise what they were.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import websockets
from scenarios import Client, main
from trustgraph.api import Api, Literal, Triple, Uri
from trustgraph.api.async_bulk_client import AsyncBulkClient
from trustgraph.api.bulk_client import BulkClient
from trustgraph.api.flow import to_value


async def exported(self: Any, flow: str, **_: Any) -> AsyncIterator[Triple]:
    url = self._build_ws_url(f"/api/v1/flow/{flow}/export/triples")
    async with websockets.connect(url, ping_interval=20, ping_timeout=self.timeout) as websocket:
        async for message in websocket:
            for triple in json.loads(message)["triples"]:
                yield Triple(
                    s=to_value(triple["s"]),
                    p=to_value(triple["p"]),
                    o=to_value(triple["o"]),
                    g=triple.get("g", ""),
                )


def embedding(name: str, vector: list[float], _: bool) -> dict[str, Any]:
    # This client sends what it is given, so that it has to be a whole message to be understood.
    entity = {"entity": {"t": "i", "i": name}, "vector": vector}
    return {"metadata": {"id": "", "collection": "default"}, "entities": [entity]}


if __name__ == "__main__":
    BulkClient._export_triples_async = exported
    AsyncBulkClient.export_triples = exported
    main(Client(lambda url: Api(url, token="tg_good_benchmark"), Uri, Literal, Triple, embedding))
