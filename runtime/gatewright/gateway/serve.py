"""A local gateway on the command line."""

from __future__ import annotations

import sys
import threading

from .local import LocalGateway, local_gateway


def main(name: str, host: str = "127.0.0.1", port: int = 0, token: str | None = None) -> int:
    """Serves the gateway of a client package until Ctrl-C.

    Args:
        name: Name of the package, such as `my_gateway`.
        host, port: Where to listen; port 0: any that is free.
        token: Credential that clients must show; None: they need none.

    Returns:
        Exit status: 0, or 1 when the address cannot be used.

    Raises:
        ConfigurationError: There is no such package.
    """
    gateway = local_gateway(name, host=host, port=port, token=token)
    try:
        gateway.start()
    except OSError as error:
        sys.stderr.write(f"cannot listen on {host}:{port}: {error.strerror or error}\n")
        return 1
    try:
        sys.stdout.write(summary(gateway))
        sys.stdout.flush()
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    finally:
        gateway.stop()
    return 0


def summary(gateway: LocalGateway) -> str:
    """What a gateway serves, in lines of text."""
    described = gateway.descriptor.gateway
    lines = [f"{described.title} {described.release}, served locally at {gateway.url} (Ctrl-C ends it)"]
    for served in gateway.catalog.operations.values():
        ways = [f"{served.method} {served.path.replace('{service}', served.service)}"] if served.path else []
        if described.socket is not None and served.socket:
            ways.append(f"socket {described.socket.path}")
        lines.append(f"  {served.name:<28} {', '.join(ways)}")
    lines += [f"  {bulk.name:<28} socket {bulk.transfer.path}" for bulk in gateway.catalog.bulk.values()]
    lines += [f"  {name:<28} socket {feed.feed.path}" for name, feed in gateway.catalog.feeds.items()]
    return "\n".join(lines) + "\n"
