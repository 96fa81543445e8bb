"""Metrics, which the gateway asks of Prometheus."""

from __future__ import annotations

import json

from interfaces import Face, done, in_both_colours
from waiting import until


@in_both_colours
async def test_all_processes_are_up(face: Face) -> None:
    def processes_up(answer: str) -> set[str]:
        result = json.loads(answer)["data"]["result"]
        return {sample["metric"]["job"] for sample in result if sample["value"][1] == "1"}

    everyone = {"gateway", "foundation", "services", "flows"}
    await until(
        lambda: face.group("metrics").get(path="query", query="up"),
        lambda answer: processes_up(answer) == everyone,
    )


@in_both_colours
async def test_requests_are_counted(face: Face) -> None:
    await done(face.flow().embeddings(["a"]))
    query = 'tg_consumer_request_duration_seconds_count{processor="embeddings"}'
    answer = await until(
        lambda: face.group("metrics").get(path="query", query=query),
        lambda answer: json.loads(answer)["data"]["result"],
    )
    assert json.loads(answer)["status"] == "success"
