"""Which of TrustGraph's services run in which process of the stack, and with what parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORKSPACES = ("default", "second")
HOST = "127.0.0.1"

MODELS = {
    "text-completion": "LanguageModel",
    "embeddings": "Embeddings",
    "reranker": "Reranker",
    "image-to-text": "ImageToText",
    "mcp-tool": "Tools",
    "graph-embeddings-query": "GraphEmbeddings",
    "document-embeddings-query": "DocumentEmbeddings",
    "document-rag": "DocumentRag",
    "nlp-query": "NlpQuery",
    "structured-query": "StructuredQuery",
    "row-embeddings-query": "RowEmbeddings",
}


def groups(broker: int, objects: int, seed: Path) -> dict[str, list[dict[str, Any]]]:
    """The processors of each process, in the words of TrustGraph's processor groups.

    Args:
        broker: Port of RabbitMQ.
        objects: Port of the S3 server.
        seed: File with what each workspace starts with.
    """

    def processor(id: str, name: str, **parameters: Any) -> dict[str, Any]:
        common = {"id": id, **connection(broker), "config_timeout": 3, "cassandra_host": "stand-in"}
        return {"class": f"{name}.Processor", "params": {**common, **parameters}}

    def scripted(id: str, name: str) -> dict[str, Any]:
        parameters = {"id": id, **connection(broker), "concurrency": 4}
        return {"class": f"scripted_models.{name}", "params": parameters}

    return {
        # These two must listen before anyone asks them: a request that nobody waits for is lost.
        "foundation": [
            processor("config-svc", "trustgraph.config.service"),
            processor("iam-svc", "trustgraph.iam.service", bootstrap_mode="token"),
        ],
        "services": [
            processor("flow-svc", "trustgraph.flow.service"),
            processor(
                "librarian",
                "trustgraph.librarian",
                object_store_endpoint=f"{HOST}:{objects}",
                object_store_access_key="none",
                object_store_secret_key="nothing-secret",
                object_store_region="us-east-1",
                object_store_use_ssl=False,
            ),
            processor("knowledge", "trustgraph.cores.service"),
            processor("bootstrap", "trustgraph.bootstrap.bootstrapper", initialisers=initialisers(seed)),
            processor("triples-write", "trustgraph.storage.triples.cassandra"),
            processor("triples-query", "trustgraph.query.triples.cassandra"),
            processor("rows-write", "trustgraph.storage.rows.cassandra"),
            processor("rows-query", "trustgraph.query.rows.cassandra"),
            processor("kg-store", "trustgraph.storage.knowledge.store"),
            processor("sparql-query", "trustgraph.query.sparql"),
        ],
        "flows": [
            *(scripted(id, name) for id, name in MODELS.items()),
            processor("prompt", "trustgraph.prompt.template", concurrency=4),
            processor("graph-rag", "trustgraph.retrieval.graph_rag", concurrency=4),
            processor("agent-manager", "trustgraph.agent.react", concurrency=4),
        ],
    }


def connection(broker: int) -> dict[str, Any]:
    """How to reach the broker."""
    return {"pubsub_backend": "rabbitmq", "rabbitmq_host": HOST, "rabbitmq_port": broker}


def initialisers(seed: Path) -> list[dict[str, Any]]:
    """What makes the workspaces."""
    known = "trustgraph.bootstrap.initialisers"
    template = {
        "class": f"{known}.TemplateSeed",
        "name": "template",
        "flag": "1",
        "params": {"config_file": str(seed)},
    }
    made = [
        {"class": f"{known}.WorkspaceInit", "name": name, "flag": "1", "params": {"workspace": name}}
        for name in WORKSPACES
    ]
    return [template, *made]


def prometheus(metrics: dict[str, int]) -> dict[str, Any]:
    """The configuration of Prometheus: which ports of which processes it reads."""
    return {
        "global": {"scrape_interval": "1s"},
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": [f"{HOST}:{port}"]}]}
            for name, port in metrics.items()
        ],
    }


def rabbitmq(port: int) -> str:
    """The configuration of RabbitMQ."""
    return "\n".join(
        [
            f"listeners.tcp.1 = {HOST}:{port}",
            "log.file.level = warning",
            "log.console = false",
            "vm_memory_high_watermark.absolute = 2GiB",
            "disk_free_limit.absolute = 100MB",
            "",
        ]
    )
