"""The real gateway for `run.py`: a stream has as many chunks as its prompt says, and nobody stores anything.

    python real.py [--bare]

Its bus writes each message as JSON, as TrustGraph does for every broker. With `--bare` it only counts the
items of bulk imports, which leaves what the gateway itself can take.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "conformance"))

import memory_bus
import real_gateway
import scripted_services
from trustgraph.schema import GraphEmbeddings, TextCompletionRequest, TextCompletionResponse, Triples

BARE = "--bare"
COUNTED = {Triples: "triples", GraphEmbeddings: "entities"}


def text_completion(request: TextCompletionRequest) -> Iterator[TextCompletionResponse]:
    for _ in range(int(request.prompt) - 1):
        yield TextCompletionResponse(response="a few words, ")
    yield TextCompletionResponse(response="", end_of_stream=True)


class Counting(memory_bus.Producer):
    """Publishes of an import's messages just how many items there are."""

    async def send(self, message: Any, properties: dict[str, Any] | None = None) -> None:
        key = COUNTED.get(type(message))
        if key is None:
            await super().send(message, properties)
        else:
            text = json.dumps({key: [0] * len(getattr(message, key))})
            read = memory_bus.dict_to_dataclass
            self._bus.publish(memory_bus.Message(self._topic, self._schema, text, {}, read))


if __name__ == "__main__":
    scripted_services.ANSWERS["text-completion"] = text_completion
    real_gateway.STORE = "nobody's store"
    if BARE in sys.argv:
        sys.argv.remove(BARE)
        memory_bus.Producer = Counting
    asyncio.run(real_gateway.main())
