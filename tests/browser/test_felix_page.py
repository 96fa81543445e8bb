"""The JavaScript of the document that describes Felix's streams, in a page, in Chromium."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import chromium
import pytest

from felix import Api
from gatewright.gateway import LocalGateway, local_gateway

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "data/felix_document_examples.md"
KEY, WATCH = re.findall(r"^```javascript\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.S | re.M)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of this folder on a server of its own, so that the gateway is elsewhere to its pages."""
    handler = functools.partial(Quiet, directory=str(HERE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield "http://{}:{}".format(*server.server_address[:2])
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def devtools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not chromium.PROGRAM.exists():
        pytest.skip(f"needs {chromium.PROGRAM}; `nox -s browser` installs it")
    with chromium.browser(tmp_path_factory.mktemp("profile")) as devtools:
        yield devtools


@pytest.fixture
def page(devtools: str) -> Iterator[chromium.Page]:
    with chromium.page(devtools) as page:
        yield page


def address(site: str, gateway: LocalGateway) -> str:
    query = {"gateway": gateway.url.rstrip("/"), "task": "Say hello"}
    return f"{site}/felix_watch.html?{urlencode(query)}"


def test_the_page_has_the_documents_code() -> None:
    code = WATCH.replace("'ws://localhost:8000/api/v1/ws/workflows/wf_abc123'", "address")
    assert code != WATCH
    assert (HERE / "felix_watch.html").read_text("utf-8").count(code) == 1


def test_a_workflow_is_watched(page: chromium.Page, site: str) -> None:
    with local_gateway("felix") as gateway:
        page.open(address(site, gateway))
        *_, result = page.text_of("#log li", "Result:")
        assert result == "Result: The agents agree: Say hello"
        assert [each.operation for each in gateway.requests] == ["workflows.create", "feed_workflow"]
        gateway.wait_for(lambda: gateway.live_connections == 0)


def test_events_are_shown_and_pings_answered(page: chromium.Page, site: str) -> None:
    """Nothing happens here by itself but pings, since the workflow's next step is far away."""
    with local_gateway("felix", pace=3600, silence=0.05) as gateway:
        page.open(address(site, gateway))
        page.wait_for("Network.webSocketFrameSent", lambda sent: sent["response"]["payloadData"] == "pong")
        (workflow_id,) = gateway.feeds.watched("workflow")
        for event in (
            {"type": "agent_spawned", "agent_id": "research_001"},
            {"type": "of_another_kind"},
            {"type": "agent_spawned", "agent_id": "critic_001"},
            {"type": "workflow_complete", "synthesis": {"content": "Hello."}},
        ):
            assert gateway.feeds.publish("workflow", workflow_id, event) == 1
        shown = page.text_of("#log li", "Result:")
        assert shown == ["Agent: research_001", "Agent: critic_001", "Result: Hello."]
        gateway.wait_for(lambda: gateway.live_connections == 0)


@pytest.mark.parametrize(("key", "first"), [("your-key", "connected"), ("another", "refused")])
def test_the_key_in_the_query(page: chromium.Page, key: str, first: str) -> None:
    with local_gateway("felix", token=key) as gateway, Api(gateway.url, token=key) as api:
        workflow_id = api.workflows().create(task="Say hello").workflow_id
        code = KEY.replace("localhost:8000", f"{gateway.host}:{gateway.port}")
        code = code.replace("wf_abc123", workflow_id)
        assert (
            page.evaluate(f"""new Promise((resolve) => {{
            {code}
            ws.onmessage = (event) => resolve(JSON.parse(event.data).type);
            ws.onerror = () => resolve('refused');
        }})""")
            == first
        )
