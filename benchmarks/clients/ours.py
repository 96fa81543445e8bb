"""The generated client, trustgraph_v2: `python ours.py SCENARIO URL PARAMETERS`.

With one socket, as the official client has, so that the two are compared like for like.
"""

from __future__ import annotations

from typing import Any

from scenarios import Client, main

from trustgraph_v2 import Api, EntityEmbedding, Literal, Triple, Uri


def embedding(name: str, vector: list[float], single: bool) -> EntityEmbedding:
    numbers: Any = vector
    if single:
        import numpy

        numbers = numpy.array(vector, numpy.float32)
    return EntityEmbedding(Uri(name), numbers)


if __name__ == "__main__":
    token = "tg_good_benchmark"
    main(Client(lambda url: Api(url, token=token, sockets=1), Uri, Literal, Triple, embedding))
