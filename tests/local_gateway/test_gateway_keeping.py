"""What the local gateway keeps, what becomes of it, and how HTTP tells of errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from small_gateways import WORKS

from gatewright.gateway import LocalGateway, Refused, Request, ServiceFailure, local_gateway


@pytest.fixture
def gw() -> Iterator[LocalGateway]:
    with local_gateway(WORKS, pace=0.0) as gateway:
        yield gateway


def start(http: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = http.post("/jobs", json={"task": "work", **body})
    assert answer.status_code == 202
    job: dict[str, Any] = answer.json()
    return job


def state(gw: LocalGateway, job: dict[str, Any]) -> Any:
    kept = gw.stores.get("jobs", job["job_id"])
    return None if kept is None else kept["state"]


def finished(gw: LocalGateway, job: dict[str, Any]) -> None:
    gw.wait_for(lambda: state(gw, job) == "done")


def test_what_was_added_can_be_read(gw: LocalGateway, http: httpx.Client) -> None:
    with gw.stores.held():
        job, other = start(http), start(http, owner="me")
        assert job["job_id"].startswith("job_")
        assert len(job["job_id"]) == 16
        assert other["number"] == job["number"] + 1
        assert abs((datetime.now(UTC) - datetime.fromisoformat(job["at"])).total_seconds()) < 60
        assert (job["task"], job["owner"], job["state"]) == ("work", None, "new")
        assert http.get(f"/jobs/{job['job_id']}").json() == job
        assert http.get("/jobs/all").json() == [job, other]


def test_lists(gw: LocalGateway, http: httpx.Client) -> None:
    assert http.get("/jobs").json() == {"page": 0, "jobs": [], "total": 0}
    with gw.stores.held():
        jobs = [start(http) for _ in range(5)]
        http.delete(f"/jobs/{jobs[0]['job_id']}")

        def listed(**query: Any) -> list[int]:
            answer = http.get("/jobs", params=query).json()
            ids = [job["job_id"] for job in answer["jobs"]]
            return [answer["total"], *(i for i, job in enumerate(jobs) if job["job_id"] in ids)]

        assert listed() == [5, 0, 1, 2, 3, 4]
        assert listed(limit=2) == [5, 0, 1]
        assert listed(limit=2, offset=4) == [5, 4]
        assert listed(state="new") == [4, 1, 2, 3, 4]
        assert listed(state=["new", "stopped"]) == [5, 0, 1, 2, 3, 4]
        assert listed(state="nothing") == [0]
        assert http.get("/jobs", params={"limit": 2}).json()["limit"] == 2


def test_steps_run_in_a_thread(gw: LocalGateway, http: httpx.Client) -> None:
    job = start(http)
    finished(gw, job)
    assert http.get(f"/jobs/{job['job_id']}").json() == {**job, "state": "done", "result": "Did work"}
    assert any(thread.name.startswith("gateway-steps") for thread in threading.enumerate())
    gw.stop()
    assert not any(thread.name.startswith("gateway-steps") for thread in threading.enumerate())


def test_a_gateway_stops_while_steps_are_held() -> None:
    with local_gateway(WORKS) as gw, httpx.Client(base_url=gw.url) as http, gw.stores.held():
        start(http)
        gw.stop()
    assert not any(thread.name.startswith("gateway-steps") for thread in threading.enumerate())


def test_what_is_over_cannot_be_changed(gw: LocalGateway, http: httpx.Client) -> None:
    job = start(http)
    path = f"/jobs/{job['job_id']}"
    finished(gw, job)
    refused = http.delete(path)
    assert refused.status_code == 409
    assert refused.json() == {"error": "over", "message": "job is done", "status_code": 409}


def test_steps_end_when_the_object_is_final(gw: LocalGateway, http: httpx.Client) -> None:
    with gw.stores.held():
        job = start(http)
        stopped = http.delete(f"/jobs/{job['job_id']}")
        assert (stopped.status_code, stopped.content) == (204, b"")
    other = start(http)
    finished(gw, other)
    assert state(gw, job) == "stopped"


def test_what_was_removed_is_gone(gw: LocalGateway, http: httpx.Client) -> None:
    job = start(http)
    path = f"/jobs/{job['job_id']}"
    assert http.post(f"{path}/forget").json() == {"forgotten": job["job_id"]}
    missing = http.get(path)
    assert missing.status_code == 404
    assert missing.json() == {"error": "lost", "message": f"no job {job['job_id']}", "status_code": 404}
    assert http.post(f"{path}/forget").status_code == 404
    gw.stores.put("jobs", "mine", {"job_id": "mine", "state": "new"})
    assert http.get("/jobs/mine").json() == {"job_id": "mine", "state": "new"}


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "task", "Field required"),
        ({"task": None}, "task", "Field required"),
        ({"task": 7}, "task", "Input should be a valid string"),
        ({"task": "t", "owner": ["me"]}, "owner", "Input should be a valid string"),
    ],
)
def test_bodies_that_do_not_fit(http: httpx.Client, body: object, field: str, message: str) -> None:
    answer = http.post("/jobs", json=body)
    assert answer.status_code == 422
    assert answer.json() == {"detail": [{"loc": ["body", field], "msg": message}]}


def test_a_query_that_does_not_fit(http: httpx.Client) -> None:
    assert http.post("/jobs", params={"most": "many"}, json={"task": "t"}).status_code == 422
    assert http.post("/jobs", params={"most": "5"}, json={"task": "t"}).status_code == 202


def test_bodies_that_cannot_be_read(http: httpx.Client) -> None:
    for content in (b"{", b"[]", b"7"):
        answer = http.post("/jobs", content=content)
        assert (answer.status_code, answer.json()["error"]) == (400, "bad")


def test_unknown_paths_and_methods(http: httpx.Client) -> None:
    lost = http.get("/nowhere")
    assert (lost.status_code, lost.json()) == (404, {"detail": "Not Found"})
    refused = http.put("/jobs")
    assert (refused.status_code, refused.json()) == (405, {"detail": "Not Allowed"})
    assert "GET" in refused.headers["allow"] or "POST" in refused.headers["allow"]


def test_get_with_body_and_lists_in_the_query(gw: LocalGateway, http: httpx.Client) -> None:
    query = {"tags": ["a", "b"], "score": "0.5", "exact": "true"}
    found = http.request("GET", "/search", params=query, json={"words": ["x"]})
    assert gw.requests[-1].body == {"words": ["x"], "tags": ["a", "b"], "score": 0.5, "exact": True}
    # There is no example, so the answer is made up from the type.
    (only,) = found.json()
    assert set(only) == {"job_id", "score", "tags", "like"}
    assert isinstance(only["job_id"], str)
    assert isinstance(only["score"], float)
    assert only["tags"] == ["tag"]
    assert http.get("/search", params={"tags": "a"}).status_code == 200
    assert gw.requests[-1].body == {"tags": ["a"]}


def test_live_figures(http: httpx.Client) -> None:
    shown = http.get("/health").json()
    assert shown["name"] == "Small"
    assert shown["time"] > 1.7e9
    assert 0 < shown["up"] < 600


def test_credential() -> None:
    with local_gateway(WORKS, token="key") as gw, httpx.Client(base_url=gw.url) as http:
        for headers in ({}, {"Authorization": "key"}, {"Authorization": "Bearer other"}):
            answer = http.get("/jobs", headers=headers)
            assert answer.status_code == 401
            assert answer.json() == {"error": "locked", "message": "no key", "status_code": 401}
        assert http.get("/health").status_code == 200
        assert http.get("/jobs", headers={"Authorization": "Bearer key"}).status_code == 200


def test_failures_have_a_status(gw: LocalGateway, http: httpx.Client) -> None:
    def fails(request: Request) -> object:
        raise ServiceFailure("broken", "no luck", status=503)

    def refuses(request: Request) -> object:
        raise Refused("not now", type="later", status=429)

    gw.on("job.health", fails)
    assert http.get("/health").json() == {"error": "broken", "message": "no luck", "status_code": 503}
    gw.on("job.health", refuses)
    answer = http.get("/health")
    assert (answer.status_code, answer.json()["error"]) == (429, "later")
    gw.on("job.health", lambda request: request["nothing"])
    answer = http.get("/health")
    assert (answer.status_code, answer.json()["message"]) == (500, "KeyError: 'nothing'")
    gw.fault("job.health", "error", type="odd", message="m", status=502)
    assert http.get("/health").json() == {"error": "odd", "message": "m", "status_code": 502}
    gw.fault("job.health", "drop")
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/health")


def test_pages_from_elsewhere_may_call(http: httpx.Client) -> None:
    asked = {
        "Origin": "null",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    allowed = http.options("/jobs", headers=asked)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "*"
    answer = http.get("/jobs", headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"
