"""The real gateway for `run.py --real`: a stream has as many chunks as its prompt says."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "conformance"))

import real_gateway
import scripted_services
from trustgraph.schema import TextCompletionRequest, TextCompletionResponse


def text_completion(request: TextCompletionRequest) -> Iterator[TextCompletionResponse]:
    for _ in range(int(request.prompt) - 1):
        yield TextCompletionResponse(response="a few words, ")
    yield TextCompletionResponse(response="", end_of_stream=True)


if __name__ == "__main__":
    scripted_services.ANSWERS["text-completion"] = text_completion
    asyncio.run(real_gateway.main())
