"""kill -9 at any moment: whoever starts the same import again with its checkpoint loses nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from scripted_gateway import RawServer
from test_faults_imports import WINDOW, Store

pytestmark = pytest.mark.timeout(60)

KILLS = 20
TOTAL = 250_000
BATCH = 10


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize(("colour", "sockets"), [("sync", 1), ("async", 3)])
def test_killed_again_and_again_an_import_loses_nothing(colour: str, sockets: int, tmp_path: Path) -> None:
    seed = int(os.environ.get("GATEWRIGHT_SEED", random.randrange(1 << 32)))
    sys.stdout.write(f"GATEWRIGHT_SEED={seed}\n")
    chance = random.Random(seed)
    store, path = Store(), tmp_path / "it"
    command = [sys.executable, str(Path(__file__).with_name("importing.py"))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    begins: list[int] = []
    with RawServer(store) as gateway:
        arguments = [gateway.url, str(path), str(TOTAL), colour, str(sockets)]
        for _ in range(KILLS):
            begins.append(len(store.taken))
            with subprocess.Popen([*command, *arguments], env=environment) as process:
                store.wait_for(chance.choice([1, chance.randrange(100, 5000)]), since=begins[-1])
                process.kill()
            assert process.returncode == -9, "it ended before it was killed"
        begins.append(len(store.taken))
        subprocess.run([*command, *arguments], env=environment, check=True, timeout=30)
    # What each process had the gateway take, and the item that it began with.
    taken = [
        {item for items in store.taken[begin:end] for item in items}
        for begin, end in zip(begins, [*begins[1:], len(store.taken)], strict=True)
    ]
    most = (WINDOW + 1) * BATCH * sockets
    before: set[int] = set()
    for items in taken:
        assert len(items & before) <= most, "more than a window came twice"
        assert set(range(min(items))) <= before, "something was passed over that had not arrived"
        before |= items
    assert before == set(range(TOTAL))
    times = Counter(store.all)
    sys.stdout.write(f"{sum(times.values()) - TOTAL} items came again, after {KILLS} kills\n")
    # With several connections no process itself sends anything twice either.
    assert sum(map(len, taken)) == sum(times.values())
