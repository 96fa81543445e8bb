"""The main job: descriptors become a client, and the client calls a gateway on every interface.

`python3 -m nox -s demo` installs what this needs and runs it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gatewright.gateway import local_gateway

if TYPE_CHECKING:
    from tour import Step

ROOT = Path(__file__).resolve().parent.parent
CLIENT = "trustgraph_v2"


def generate(out: Path) -> bool:
    """Turn the descriptors into a client under `out`, and compare it with the one in the repository.

    False: the generator has said what is wrong.
    """
    descriptors = sorted((ROOT / "schema" / CLIENT).rglob("*.yaml"))
    print(f"1. Descriptors become a client\n  {'schema/' + CLIENT:<28} {_size(descriptors)} of YAML")
    # Not the `gatewright` script, which is not on the path of everyone who has it installed.
    command = ["generate", CLIENT, "--schema", str(ROOT / "schema"), "--out", str(out)]
    began = time.perf_counter()
    generator = subprocess.run(
        [sys.executable, "-m", "gatewright_codegen.cli", *command], check=False, stdout=subprocess.DEVNULL
    )
    if generator.returncode != 0:
        return False
    seconds = time.perf_counter() - began
    made = sorted(path for path in (out / CLIENT).rglob("*") if path.is_file())
    python = [path for path in made if path.suffix == ".py"]
    print(f"  {'gatewright generate':<28} {_size(python)} of Python in {seconds:.1f} s")
    committed = ROOT / "generated" / CLIENT
    other = [
        name
        for path in made
        if _content(path) != _content(committed / (name := path.relative_to(out / CLIENT)))
    ]
    same = "the same, byte for byte" if not other else f"{len(other)} files differ: run `gatewright generate`"
    print(f"  {'compared with generated/':<28} {same}")
    return True


def show(steps: list[Step], seconds: float) -> None:
    """Print what ran on which interface, and how long it took."""
    print(f"\n  {'interface':<18} {'what':<42} {'ms':>8}\n  {'-' * 18} {'-' * 42} {'-' * 8}")
    for step in steps:
        print(f"  {step.interface:<18} {step.what:<42} {step.seconds * 1000:>8.1f}")
    interfaces = len({step.interface for step in steps})
    print(f"\n{len(steps)} steps on {interfaces} interfaces in {seconds:.1f} s.")


def main() -> int:
    """Run the demo; returns the exit status."""
    began = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(prefix="gatewright-demo-") as folder:
            if not generate(Path(folder)):
                return 1
            # What follows uses the client made just now, not one that may be installed.
            sys.path.insert(0, str(Path(folder, CLIENT)))
            import tour

            with local_gateway(CLIENT) as gateway:
                print(f"\n2. A local gateway starts\n  {gateway.url}")
                print("\n3. The client calls it (language models are played by the descriptors' examples)")
                steps = tour.run(gateway.url)
                received = len(gateway.requests)
        print(f"\nThe gateway received {received} requests.")
        show(steps, time.perf_counter() - began)
    except KeyboardInterrupt:
        print("\nstopped")
        return 130
    return 0


def _size(files: list[Path]) -> str:
    lines = sum(len(_content(path).splitlines()) for path in files)
    return f"{len(files)} files, {lines:,} lines"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    sys.exit(main())
