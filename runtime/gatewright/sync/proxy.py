"""The way to a gateway for blocking sockets: straight, or through an HTTP proxy from the environment."""

from __future__ import annotations

import base64
import socket
import ssl
import time
import urllib.request
from urllib.parse import unquote, urlsplit

from ..config import Config

_LONGEST_ANSWER = 65536


def connect(config: Config, deadline: float) -> socket.socket:
    """A TCP connection to the gateway; `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy` are heeded.

    Raises:
        OSError: no connection came about; TimeoutError: not in time.
    """
    proxies = urllib.request.getproxies()
    proxy = proxies.get("https" if config.secure else "http") or proxies.get("all")
    if proxy and not urllib.request.proxy_bypass(config.host):
        return _tunnel(proxy, config, deadline)
    return socket.create_connection((config.host, config.port), remaining(deadline))


def remaining(deadline: float) -> float:
    """Seconds left.

    Raises:
        TimeoutError: none are.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _tunnel(proxy: str, config: Config, deadline: float) -> socket.socket:
    place = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if place.scheme not in {"http", "https"} or not place.hostname:
        raise OSError(f"a proxy of the kind {place.scheme!r} is not supported for blocking sockets")
    port = place.port or (443 if place.scheme == "https" else 80)
    sock = socket.create_connection((place.hostname, port), remaining(deadline))
    try:
        if place.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=place.hostname)
        target = f"[{config.host}]:{config.port}" if ":" in config.host else f"{config.host}:{config.port}"
        request = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"
        if place.username:
            pair = f"{unquote(place.username)}:{unquote(place.password or '')}".encode()
            request += f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}\r\n"
        sock.sendall(request.encode("ascii") + b"\r\n")
        answer = b""
        # Byte by byte, since what follows the answer belongs to the gateway.
        while not answer.endswith(b"\r\n\r\n"):
            sock.settimeout(remaining(deadline))
            byte = sock.recv(1)
            if not byte or len(answer) > _LONGEST_ANSWER:
                raise OSError("the proxy gave no proper answer")
            answer += byte
        status = answer.split(b"\r\n", 1)[0].split(b" ")
        if len(status) < 2 or not status[1].startswith(b"2"):
            raise OSError(f"the proxy refused: {b' '.join(status[1:]).decode('ascii', 'replace')}")
    except BaseException:
        sock.close()
        raise
    return sock
