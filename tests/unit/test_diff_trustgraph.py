"""`gatewright diff` of the two TrustGraph gateways: what is known to have changed for clients is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from gatewright_codegen.diff import Report, compare, open_tree
from gatewright_codegen.diff.report import Finding
from gatewright_codegen.diff.text import as_text

SCHEMA = Path(__file__).parents[2] / "schema"

# Rule, words of the message, and one of the places.
CHANGES = [
    ("default-address-changed", "`http://localhost:8088/` to `http://localhost:8888/`", "gateway"),
    ("socket-credential-changed", "in the query parameter `token`, and goes in the first frame", "gateway"),
    ("anonymous-credential-changed", "`tg_anonymous`", "gateway bulk"),
    ("envelope-field-added", "Every request carries this field now", "gateway rest.body workspace"),
    ("envelope-field-added", "Every request carries this field now", "gateway socket.send workspace"),
    ("envelope-field-added", "Every request carries this field now", "gateway bulk.query workspace"),
    ("setting-added", "The client has this setting now", "gateway settings.workspace"),
    ("error-envelope-changed", "an error without an id", "gateway socket"),
    ("error-rule-added", "`PermissionDenied`", "gateway errors.rules (type access-denied)"),
    ("error-rule-added", "`NotFound`", "gateway errors.rules (type unknown-service)"),
    ("term-form-changed", "An IRI changed", "gateway rdf"),
    ("term-form-changed", "A literal changed", "gateway rdf"),
    ("term-kind-added", "blank nodes", "gateway rdf"),
    ("term-kind-added", "quoted triples", "gateway rdf"),
    ("term-kind-added", "named graphs", "gateway rdf"),
    ("group-added", "The client has this group now", "gateway groups.iam"),
    ("operation-added", "The operation is new", "iam.create_user"),
    ("operation-added", "The operation is new", "i18n.pack"),
    ("operation-added", "The operation is new", "document-embeddings.document_embeddings_query"),
    ("operation-added", "The operation is new", "config.get_values_all_workspaces"),
    ("operation-removed", "The operation is gone", "text-load.load_text"),
    ("operation-removed", "The operation is gone", "document-load.load_document"),
    ("operation-renamed", "`objects_query` is called `rows_query` now", "objects.objects_query"),
    ("operation-renamed-with-alias", "`list_classes` is called `list_blueprints` now", "flow.list_classes"),
    ("constant-changed", "`list-classes` to `list-blueprints`", "flow.list_classes send operation"),
    ("field-retired", "`user` is ignored now", "agent.agent request.user"),
    ("field-removed", "`user` is gone", "knowledge.load_kg_core request.user"),
    ("item-tag-changed", "`chunk_type` to `message_type`", "agent.agent stream"),
    ("property-renamed", "`chunk_type` is called `message_type` now", "AgentThought.chunk_type"),
    ("item-added", "`explain`", "graph-rag.graph_rag stream"),
    ("property-added", "The property is new", "RAGChunk.end_of_session"),
    ("field-optional-added", "The argument is new", "agent.agent request.session_id"),
    ("field-optional-added", "The argument is new", "graph-rag.graph_rag request.edge_limit"),
    ("field-optional-added", "The argument is new", "document-rag.document_rag request.fetch_limit"),
    ("field-optional-added", "The argument is new", "triples.triples_query request.g"),
    ("stream-gained", "It streams now on the socket", "triples.triples_query"),
    ("field-type-changed", "took string, and takes list of string", "embeddings.embeddings request.text"),
    (
        "field-renamed",
        "`vectors` is called `vector` now",
        "graph-embeddings.graph_embeddings_query request.vectors",
    ),
    ("field-wire-name-changed", "`class-name` to `blueprint-name`", "flow.start request.class_name"),
    ("property-type-changed", "list of list of number, and holds list of number", "EntityEmbedding.vectors"),
    ("property-renamed", "`chunk` is called `chunk_id` now", "ChunkEmbedding.chunk"),
    ("property-added", "The property is new", "EntityContext.rdf_type"),
    ("import-renamed", "`import_objects` is called `import_rows` now", "objects.imports.objects"),
    ("transfer-path-changed", "import/objects` to", "objects.imports.objects"),
    ("import-field-removed", "no longer have this field", "triples.imports.triples message metadata.user"),
    (
        "import-field-added",
        "The messages have this field now",
        "triples.imports.triples message metadata.root",
    ),
    ("rest-query-changed", "workspace", "knowledge.import_core"),
]


@cache
def report() -> Report:
    return compare(open_tree(str(SCHEMA / "trustgraph_v1")), open_tree(str(SCHEMA / "trustgraph_v2")))


def findings(rule: str, words: str) -> list[Finding]:
    return [each for each in report().findings if each.rule == rule and words in each.message]


@pytest.mark.parametrize(("rule", "words", "place"), CHANGES)
def test_a_known_change_is_told(rule: str, words: str, place: str) -> None:
    assert place in {each.dotted for finding in findings(rule, words) for each in finding.places}


def test_the_version_is_a_new_one_and_the_report_stays_readable() -> None:
    assert report().bump == "major"
    assert report().suggested == "2.0.0"
    assert report().is_enough
    places = sum(len(finding.places) for finding in report().findings)
    assert places > 2 * len(report().findings)
    assert all(line.isprintable() for line in as_text(report()).splitlines())


def test_the_other_order_tells_the_mirrored_changes() -> None:
    back = compare(report().new, report().old)
    report.cache_clear()
    rules = {finding.rule for finding in back.findings}
    assert {"operation-added", "operation-removed", "operation-renamed", "import-renamed"} <= rules
    assert {"term-kind-removed", "envelope-field-removed", "setting-removed", "stream-lost"} <= rules
