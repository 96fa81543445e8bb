"""The official client, trustgraph-base: `python official.py SCENARIO URL PARAMETERS`."""

from __future__ import annotations

from scenarios import Client, main
from trustgraph.api import Api, Literal, Triple, Uri

if __name__ == "__main__":
    main(Client(lambda url: Api(url, token="tg_good_benchmark"), Uri, Literal, Triple))
