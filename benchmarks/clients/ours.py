"""The generated client, trustgraph_v2: `python ours.py SCENARIO URL PARAMETERS`.

With one socket, as the official client has, so that the two are compared like for like.
"""

from __future__ import annotations

from scenarios import Client, main

from trustgraph_v2 import Api, Literal, Triple, Uri

if __name__ == "__main__":
    main(Client(lambda url: Api(url, token="tg_good_benchmark", sockets=1), Uri, Literal, Triple))
