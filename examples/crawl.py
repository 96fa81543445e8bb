"""One crawl on three ways: a socket, lines of JSON, and server-sent events, against a local RipTide.

python examples/crawl.py
"""

from __future__ import annotations

import riptide
from gatewright.gateway import local_gateway

URLS = ["https://example.com", "https://example.org"]


def show(item: riptide.StreamingCrawlItem) -> None:
    """Items are the same whichever way they come."""
    match item:
        case riptide.CrawlResultItem():
            print("  ", item.progress["completed"], "of", item.progress["total"], item.result["url"])
        case riptide.CrawlSummary():
            print("  ", item.successful, "pages")


with local_gateway("riptide", token="the-key") as gateway, riptide.Api(gateway.url, token="the-key") as api:
    socket = api.socket().streaming()
    print("over a socket")
    for item in socket.crawl(URLS):
        show(item)
    print("as lines of JSON")
    api.streaming().crawl(URLS, on_message=show).collect()
    print("as server-sent events")
    events = api.streaming().crawl_events(URLS).collect()
    print("  ", ", ".join(dict.fromkeys(event.event_type or "" for event in events)))
    print("the gateway is well:", socket.status().is_healthy)
