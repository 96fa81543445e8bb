"""What each workspace of the stack starts with: a blueprint of a flow, prompts, and a tool."""

from __future__ import annotations

from typing import Any

LIBRARIAN = {
    "librarian-request": "request:tg:librarian:{workspace}",
    "librarian-response": "response:tg:librarian:{workspace}",
}
# Stand-ins, each with its processor's name and its kind of service.
SCRIPTED = {
    "embeddings": "embeddings",
    "reranker": "reranker",
    "image-to-text": "image-to-text",
    "mcp-tool": "mcp-tool",
    "graph-embeddings-query": "graph-embeddings",
    "document-embeddings-query": "document-embeddings",
    "document-rag": "document-rag",
    "nlp-query": "nlp-query",
    "structured-query": "structured-query",
    "row-embeddings-query": "row-embeddings",
}
ANSWERING = [
    *("agent", "document-embeddings", "document-rag", "embeddings", "graph-embeddings", "graph-rag"),
    *("image-to-text", "mcp-tool", "nlp-query", "prompt", "reranker", "row-embeddings", "rows", "sparql"),
    *("structured-query", "text-completion", "triples"),
]
STORING = [
    *("document-embeddings-store", "document-load", "entity-contexts-load", "graph-embeddings-store"),
    *("rows-store", "text-load", "triples-store"),
]


def topic(sort: str, kind: str) -> str:
    return f"{sort}:tg:{kind}:{{workspace}}:{{id}}"


def asking(*kinds: str, **named: str) -> dict[str, str]:
    """The topics of services that a service asks, by the names that it has for them."""
    names = {kind: kind for kind in kinds} | {name.replace("_", "-"): kind for name, kind in named.items()}
    return {
        f"{name}-{sort}": topic(sort, kind)
        for name, kind in names.items()
        for sort in ("request", "response")
    }


def service(kind: str, *parts: dict[str, str]) -> dict[str, Any]:
    """A processor that answers requests of a kind; `parts` are the other topics that it uses."""
    topics = {"request": topic("request", kind), "response": topic("response", kind)}
    for part in parts:
        topics |= part
    return {"topics": topics}


def blueprint() -> dict[str, Any]:
    """A flow with all services."""
    explained = {"explainability": topic("flow", "triples-store")}
    processors = {
        **{name: service(kind) for name, kind in SCRIPTED.items()},
        "text-completion": {**service("text-completion"), "parameters": {"model": "{llm-model}"}},
        "prompt": service("prompt", asking("text-completion")),
        "triples-write": {"topics": {"input": topic("flow", "triples-store")}},
        "triples-query": service("triples"),
        "rows-write": {"topics": {"input": topic("flow", "rows-store")}},
        "rows-query": service("rows"),
        "sparql-query": service("sparql", asking("triples")),
        "graph-rag": service(
            "graph-rag",
            asking("embeddings", "graph-embeddings", "triples", "prompt", "reranker"),
            explained,
            LIBRARIAN,
        ),
        "agent-manager": service(
            "agent",
            {"next": topic("request", "agent")},
            asking("text-completion", "graph-rag", "prompt", "mcp-tool", "structured-query", "embeddings"),
            asking(row_embeddings_query="row-embeddings"),
            explained,
            LIBRARIAN,
        ),
        "kg-store": {
            "topics": {
                "triples-input": topic("flow", "triples-store"),
                "graph-embeddings-input": topic("flow", "graph-embeddings-store"),
            }
        },
    }
    interfaces: dict[str, Any] = {
        kind: {"request": topic("request", kind), "response": topic("response", kind)} for kind in ANSWERING
    }
    interfaces |= {kind: {"flow": topic("flow", kind)} for kind in STORING}
    return {
        "description": "All services, with scripted models",
        "tags": ["test"],
        "blueprint": {},
        "flow": {f"{name}:{{id}}": processor for name, processor in processors.items()},
        "interfaces": interfaces,
        "parameters": {"llm-model": {"type": "llm-model", "description": "Language model", "order": 1}},
    }


def prompt(text: str, response_type: str = "text") -> dict[str, str]:
    return {"prompt": text, "response-type": response_type}


def seed() -> dict[str, dict[str, Any]]:
    """The configuration, by type and key; scripted_models.py knows the words in capitals."""
    facts = "{% for fact in knowledge %}{{fact.s}} {{fact.p}} {{fact.o}}\n{% endfor %}"
    steps = "{% for step in history %}{{step.action}}: {{step.observation}}\n{% endfor %}"
    return {
        "flow-blueprint": {"everything": blueprint()},
        "parameter-type": {
            "llm-model": {"type": "string", "default": "scripted", "description": "Language model"}
        },
        "prompt": {
            "system": "Answer.",
            "template.extract-concepts": prompt("CONCEPTS\n{{query}}"),
            "template.kg-synthesis": prompt("SYNTHESIS\n{{query}}\n" + facts),
            "template.agent-react": prompt("REACT\n{{question}}\n" + steps),
            "template.echo": prompt("{{text}}"),
            "template.as-object": prompt("JSON\n{{text}}", "json"),
        },
        "tool": {
            "knowledge-query": {
                "type": "knowledge-query",
                "name": "knowledge-query",
                "description": "Ask the knowledge graph",
                "collection": "default",
            }
        },
    }
