"""A process that imports the numbers up to a total, with a checkpoint; a test kills it.

python importing.py URL CHECKPOINT TOTAL COLOUR SOCKETS
"""

from __future__ import annotations

import sys

from support import COLOURS


def main(url: str, checkpoint: str, total: str, colour: str, sockets: str) -> None:
    client = COLOURS[colour](url)
    client.put(range(int(total)), checkpoint=checkpoint, sockets=int(sockets))
    client.end()


main(*sys.argv[1:])
