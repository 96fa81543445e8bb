"""Runs one process of the stack: TrustGraph's gateway, or a group of its services, on loopback only.

    python serve.py gateway --port N --metrics-port N --broker-port N --prometheus-url URL
    python serve.py group FILE --metrics-port N

TrustGraph's own programs listen on all interfaces, and have no option against that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

import layout
from aiohttp import web
from prometheus_client import start_http_server
from trustgraph.base import processor_group
from trustgraph.base.logging import setup_logging
from trustgraph.gateway import service


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--metrics-port", type=int, required=True)
    parser.add_argument("--log-level", default="INFO")
    what = parser.add_subparsers(dest="what", required=True)
    gateway = what.add_parser("gateway")
    gateway.add_argument("--port", type=int, required=True)
    gateway.add_argument("--broker-port", type=int, required=True)
    gateway.add_argument("--prometheus-url", required=True)
    group = what.add_parser("group")
    group.add_argument("file", type=Path)
    arguments = parser.parse_args()

    setup_logging({"log_level": arguments.log_level, "loki_enabled": False, "id": arguments.what})
    start_http_server(arguments.metrics_port, addr=layout.HOST)
    if arguments.what == "group":
        asyncio.run(processor_group.run_group({"processors": json.loads(arguments.file.read_text())}))
    else:
        api = service.Api(prometheus_url=arguments.prometheus_url, **layout.connection(arguments.broker_port))
        web.run_app(api.app_factory(), host=layout.HOST, port=arguments.port, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main()
