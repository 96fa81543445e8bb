# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gatewright import chunks, rdf
from gatewright.errors import AuthenticationFailed, PermissionDenied
from gatewright.operation import (
    Derive,
    Export,
    Import,
    Operation,
    Result,
    StreamOperation,
    StreamRule,
    SubCall,
    Upload,
    Verify,
)

from . import items, terms

if TYPE_CHECKING:
    from .items import (
        AgentItem,
        ChunkEmbedding,
        DocumentRagItem,
        EntityContext,
        EntityEmbedding,
        GraphRagItem,
        KnowledgeGetDeCoreItem,
        KnowledgeGetKgCoreItem,
        PromptChunk,
        RAGChunk,
        SparqlBatch,
        ThruMessage,
    )
    from .models import (
        AgentResponse,
        AnswersResponse,
        ApiKey,
        Bootstrap,
        ClozeModel,
        ClozeResponse,
        CollectionMetadata,
        ConfigValue,
        DiagnosisResponse,
        DocumentEmbeddingsResponse,
        DocumentMetadata,
        DocumentRagResponse,
        GraphEmbeddingsResponse,
        GraphRagResponse,
        ImageToTextResponse,
        Login,
        ModelInfo,
        NewApiKey,
        NlpQueryResponse,
        ProcessingMetadata,
        PromptResponse,
        RerankResponse,
        RowEmbeddingsResponse,
        RowsResponse,
        SparqlResponse,
        StructuredQueryResponse,
        TextCompletionResponse,
        UploadBegun,
        UploadCompleted,
        UploadProgress,
        UploadSession,
        UploadStatus,
        User,
        Workspace,
    )

AGENT: StreamOperation[AgentResponse, AgentItem] = StreamOperation(
    name="agent",
    path="/api/v1/flow/{flow}/service/agent",
    frame={"service": "agent"},
    lists=("group", "history"),
    models={"history": "AgentStep"},
    result=Result("AgentResponse"),
    stream=StreamRule(decode=items.decode_agent, switch="streaming", text=("AgentAnswer",)),
    long=True,
)
AUTH_LOGIN: Operation[Login] = Operation(
    name="auth.login",
    path="/api/v1/auth/login",
    frame={"service": "iam"},
    body={"operation": "login"},
    result=Result("Login", nonempty=("jwt",), missing=AuthenticationFailed),
)
AUTH_BOOTSTRAP: Operation[Bootstrap] = Operation(
    name="auth.bootstrap",
    path="/api/v1/auth/bootstrap",
    frame={"service": "iam"},
    body={"operation": "bootstrap"},
    result=Result("Bootstrap", nonempty=("bootstrap_admin_api_key",), missing=PermissionDenied),
)
AUTH_BOOTSTRAP_STATUS: Operation[bool] = Operation(
    name="auth.bootstrap_status",
    path="/api/v1/auth/bootstrap-status",
    frame={"service": "iam"},
    body={"operation": "bootstrap-status"},
    result=Result("IamResponse", fields=("bootstrap_available",)),
    idempotent=True,
)
AUTH_CHANGE_PASSWORD: Operation[None] = Operation(
    name="auth.change_password", path="/api/v1/auth/change-password"
)
CLOZE: Operation[ClozeResponse] = Operation(
    name="cloze",
    path="/api/v1/flow/{flow}/service/cloze",
    frame={"service": "cloze"},
    body={"operation": "predict"},
    result=Result("ClozeResponse"),
    idempotent=True,
)
CLOZE_LIST_MODELS: Operation[list[ClozeModel]] = Operation(
    name="cloze_list_models",
    path="/api/v1/flow/{flow}/service/cloze",
    frame={"service": "cloze"},
    body={"operation": "list-models"},
    result=Result("ClozeModelsResponse", fields=("models",)),
    idempotent=True,
)
COLLECTION_LIST_COLLECTIONS: Operation[list[CollectionMetadata]] = Operation(
    name="collection.list_collections",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "list-collections"},
    lists=("tag_filter",),
    result=Result("CollectionResponse", fields=("collections",)),
    idempotent=True,
)
COLLECTION_UPDATE_COLLECTION: Operation[CollectionMetadata] = Operation(
    name="collection.update_collection",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "update-collection"},
    lists=("tags",),
    result=Result("CollectionResponse", fields=("collections",), first=True, nonempty=("collections",)),
    idempotent=True,
)
COLLECTION_DELETE_COLLECTION: Operation[None] = Operation(
    name="collection.delete_collection",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    body={"operation": "delete-collection"},
)
COLLECTION_REQUEST: Operation[Any] = Operation(
    name="collection.request",
    path="/api/v1/collection-management",
    frame={"service": "collection-management"},
    whole="request",
    result=Result(json=True),
)
CONFIG_GET: Operation[list[ConfigValue]] = Operation(
    name="config.get",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "get"},
    lists=("keys",),
    models={"keys": "ConfigKey"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_LIST: Operation[list[str]] = Operation(
    name="config.list",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "list"},
    result=Result("ConfigResponse", fields=("directory",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_GET_VALUES: Operation[list[ConfigValue]] = Operation(
    name="config.get_values",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "getvalues"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_GET_VALUES_ALL_WORKSPACES: Operation[list[ConfigValue]] = Operation(
    name="config.get_values_all_workspaces",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "getvalues-all-ws"},
    result=Result("ConfigResponse", fields=("values",), nonempty=("version",)),
    idempotent=True,
)
CONFIG_ALL: Operation[tuple[dict[str, dict[str, str]], int]] = Operation(
    name="config.all",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "config"},
    result=Result("ConfigResponse", fields=("config", "version"), nonempty=("version",)),
    idempotent=True,
)
CONFIG_PUT: Operation[None] = Operation(
    name="config.put",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "put"},
    lists=("values",),
    models={"values": "ConfigValue"},
    verify=Verify(read=SubCall("CONFIG_GET", {"keys": "$values"}), each=("values", "value")),
)
CONFIG_DELETE: Operation[None] = Operation(
    name="config.delete",
    path="/api/v1/config",
    frame={"service": "config"},
    body={"operation": "delete"},
    lists=("keys",),
    models={"keys": "ConfigKey"},
    verify=Verify(read=SubCall("CONFIG_GET", {"keys": "$keys"}), gone="value"),
)
CONFIG_REQUEST: Operation[Any] = Operation(
    name="config.request",
    path="/api/v1/config",
    frame={"service": "config"},
    whole="request",
    result=Result(json=True),
)
DECISION_SCORING: Operation[AnswersResponse] = Operation(
    name="decision_scoring",
    path="/api/v1/flow/{flow}/service/decision-scoring",
    frame={"service": "decision-scoring"},
    result=Result("AnswersResponse"),
    idempotent=True,
)
DOCUMENT_EMBEDDINGS_QUERY: Operation[DocumentEmbeddingsResponse] = Operation(
    name="document_embeddings_query",
    path="/api/v1/flow/{flow}/service/document-embeddings",
    frame={"service": "document-embeddings"},
    lists=("vector",),
    derive=Derive("vector", "text", SubCall("EMBEDDINGS", {"texts": ["$text"]})),
    result=Result("DocumentEmbeddingsResponse"),
    idempotent=True,
)
IMPORT_DOCUMENT_EMBEDDINGS: Import[ChunkEmbedding] = Import(
    name="import_document_embeddings",
    path="/api/v1/flow/{flow}/import/document-embeddings",
    encode=items.encode_import_document_embeddings,
    batch=20,
    confirmed_by_pong=True,
    item=items.CHUNK_EMBEDDING,
)
EXPORT_DOCUMENT_EMBEDDINGS: Export[ChunkEmbedding] = Export(
    name="export_document_embeddings",
    path="/api/v1/flow/{flow}/export/document-embeddings",
    decode=items.decode_export_document_embeddings,
    item=items.ChunkEmbedding,
)
DOCUMENT_RAG: StreamOperation[DocumentRagResponse, DocumentRagItem] = StreamOperation(
    name="document_rag",
    path="/api/v1/flow/{flow}/service/document-rag",
    frame={"service": "document-rag"},
    result=Result("DocumentRagResponse"),
    stream=StreamRule(decode=items.decode_document_rag, switch="streaming", text=("RAGChunk",)),
    long=True,
)
EMBEDDINGS: Operation[list[list[float]]] = Operation(
    name="embeddings",
    path="/api/v1/flow/{flow}/service/embeddings",
    frame={"service": "embeddings"},
    lists=("texts",),
    result=Result("EmbeddingsResponse", fields=("vectors",), same_length=("vectors", "texts")),
    idempotent=True,
)
IMPORT_ENTITY_CONTEXTS: Import[EntityContext] = Import(
    name="import_entity_contexts",
    path="/api/v1/flow/{flow}/import/entity-contexts",
    encode=items.encode_import_entity_contexts,
    batch=100,
    confirmed_by_pong=True,
    item=items.ENTITY_CONTEXT,
)
EXPORT_ENTITY_CONTEXTS: Export[EntityContext] = Export(
    name="export_entity_contexts",
    path="/api/v1/flow/{flow}/export/entity-contexts",
    decode=items.decode_export_entity_contexts,
    item=items.EntityContext,
)
FIELD_EXTRACTION: Operation[AnswersResponse] = Operation(
    name="field_extraction",
    path="/api/v1/flow/{flow}/service/field-extraction",
    frame={"service": "field-extraction"},
    result=Result("AnswersResponse"),
    idempotent=True,
)
FLOW_LIST: Operation[list[str]] = Operation(
    name="flow.list",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "list-flows"},
    result=Result("FlowResponse", fields=("flow_ids",)),
    idempotent=True,
)
FLOW_GET: Operation[Any] = Operation(
    name="flow.get",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "get-flow"},
    result=Result("FlowResponse", fields=("flow",), parse="json"),
    idempotent=True,
)
FLOW_START: Operation[None] = Operation(
    name="flow.start",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "start-flow"},
    verify=Verify(read=SubCall("FLOW_LIST"), contains="flow-id"),
)
FLOW_STOP: Operation[None] = Operation(
    name="flow.stop",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "stop-flow"},
    verify=Verify(read=SubCall("FLOW_LIST"), lacks="flow-id"),
)
FLOW_LIST_BLUEPRINTS: Operation[list[str]] = Operation(
    name="flow.list_blueprints",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "list-blueprints"},
    result=Result("FlowResponse", fields=("blueprint_names",)),
    idempotent=True,
)
FLOW_GET_BLUEPRINT: Operation[Any] = Operation(
    name="flow.get_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "get-blueprint"},
    result=Result("FlowResponse", fields=("blueprint_definition",), parse="json"),
    idempotent=True,
)
FLOW_PUT_BLUEPRINT: Operation[None] = Operation(
    name="flow.put_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "put-blueprint"},
    json_text=("blueprint-definition",),
    verify=Verify(
        read=SubCall("FLOW_GET_BLUEPRINT", {"blueprint-name": "$blueprint-name"}),
        equals="blueprint-definition",
    ),
)
FLOW_DELETE_BLUEPRINT: Operation[None] = Operation(
    name="flow.delete_blueprint",
    path="/api/v1/flow",
    frame={"service": "flow"},
    body={"operation": "delete-blueprint"},
    verify=Verify(read=SubCall("FLOW_LIST_BLUEPRINTS"), lacks="blueprint-name"),
)
FLOW_REQUEST: Operation[Any] = Operation(
    name="flow.request",
    path="/api/v1/flow",
    frame={"service": "flow"},
    whole="request",
    result=Result(json=True),
)
GRAPH_EMBEDDINGS_QUERY: Operation[GraphEmbeddingsResponse] = Operation(
    name="graph_embeddings_query",
    path="/api/v1/flow/{flow}/service/graph-embeddings",
    frame={"service": "graph-embeddings"},
    lists=("vector",),
    derive=Derive("vector", "text", SubCall("EMBEDDINGS", {"texts": ["$text"]})),
    result=Result("GraphEmbeddingsResponse"),
    idempotent=True,
)
IMPORT_GRAPH_EMBEDDINGS: Import[EntityEmbedding] = Import(
    name="import_graph_embeddings",
    path="/api/v1/flow/{flow}/import/graph-embeddings",
    encode=items.encode_import_graph_embeddings,
    batch=20,
    confirmed_by_pong=True,
    item=items.ENTITY_EMBEDDING,
)
EXPORT_GRAPH_EMBEDDINGS: Export[EntityEmbedding] = Export(
    name="export_graph_embeddings",
    path="/api/v1/flow/{flow}/export/graph-embeddings",
    decode=items.decode_export_graph_embeddings,
    item=items.EntityEmbedding,
)
GRAPH_RAG: StreamOperation[GraphRagResponse, GraphRagItem] = StreamOperation(
    name="graph_rag",
    path="/api/v1/flow/{flow}/service/graph-rag",
    frame={"service": "graph-rag"},
    lists=("grounding-seeds", "graph-seeds", "languages", "traversal-instructions"),
    models={"traversal-instructions": "TraversalStep", "user-context": "UserContext"},
    result=Result("GraphRagResponse"),
    stream=StreamRule(decode=items.decode_graph_rag, switch="streaming", text=("RAGChunk",)),
    long=True,
)
I18N_PACK: Operation[Any] = Operation(
    name="i18n.pack",
    method="GET",
    path="/api/v1/i18n/packs/{lang}",
    in_path=("lang",),
    result=Result(json=True),
    idempotent=True,
)
IAM_WHOAMI: Operation[User] = Operation(
    name="iam.whoami",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "whoami"},
    result=Result("IamResponse", fields=("user",), nonempty=("user",)),
    idempotent=True,
)
IAM_CREATE_USER: Operation[User] = Operation(
    name="iam.create_user",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "create-user"},
    lists=("roles",),
    fill={"workspace": "workspace"},
    within={"user": ("username", "password", "name", "email", "roles", "enabled", "must_change_password")},
    result=Result("IamResponse", fields=("user",), nonempty=("user",)),
)
IAM_LIST_USERS: Operation[list[User]] = Operation(
    name="iam.list_users",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-users"},
    result=Result("IamResponse", fields=("users",)),
    idempotent=True,
)
IAM_GET_USER: Operation[User] = Operation(
    name="iam.get_user",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "get-user"},
    result=Result("IamResponse", fields=("user",), nonempty=("user",)),
    idempotent=True,
)
IAM_UPDATE_USER: Operation[User] = Operation(
    name="iam.update_user",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "update-user"},
    nullable=("enabled", "must_change_password"),
    lists=("roles",),
    within={"user": ("name", "email", "roles", "enabled", "must_change_password")},
    result=Result("IamResponse", fields=("user",), nonempty=("user",)),
)
IAM_DISABLE_USER: Operation[None] = Operation(
    name="iam.disable_user", path="/api/v1/iam", frame={"service": "iam"}, body={"operation": "disable-user"}
)
IAM_ENABLE_USER: Operation[None] = Operation(
    name="iam.enable_user", path="/api/v1/iam", frame={"service": "iam"}, body={"operation": "enable-user"}
)
IAM_DELETE_USER: Operation[None] = Operation(
    name="iam.delete_user", path="/api/v1/iam", frame={"service": "iam"}, body={"operation": "delete-user"}
)
IAM_RESET_PASSWORD: Operation[str] = Operation(
    name="iam.reset_password",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "reset-password"},
    result=Result("IamResponse", fields=("temporary_password",), nonempty=("temporary_password",)),
)
IAM_CREATE_API_KEY: Operation[NewApiKey] = Operation(
    name="iam.create_api_key",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "create-api-key"},
    within={"key": ("user_id", "name", "expires")},
    result=Result("NewApiKey", nonempty=("api_key_plaintext", "api_key")),
)
IAM_LIST_API_KEYS: Operation[list[ApiKey]] = Operation(
    name="iam.list_api_keys",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-api-keys"},
    result=Result("IamResponse", fields=("api_keys",)),
    idempotent=True,
)
IAM_REVOKE_API_KEY: Operation[None] = Operation(
    name="iam.revoke_api_key",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "revoke-api-key"},
)
IAM_CREATE_WORKSPACE: Operation[Workspace] = Operation(
    name="iam.create_workspace",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "create-workspace"},
    within={"workspace_record": ("id", "name", "enabled")},
    result=Result("IamResponse", fields=("workspace",), nonempty=("workspace",)),
    idempotent=True,
)
IAM_LIST_WORKSPACES: Operation[list[Workspace]] = Operation(
    name="iam.list_workspaces",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-workspaces"},
    result=Result("IamResponse", fields=("workspaces",), nonempty=("workspaces",)),
    idempotent=True,
)
IAM_LIST_MY_WORKSPACES: Operation[list[Workspace]] = Operation(
    name="iam.list_my_workspaces",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-my-workspaces"},
    result=Result("IamResponse", fields=("workspaces",), nonempty=("workspaces",)),
    idempotent=True,
)
IAM_GET_WORKSPACE: Operation[Workspace] = Operation(
    name="iam.get_workspace",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "get-workspace"},
    within={"workspace_record": ("id",)},
    result=Result("IamResponse", fields=("workspace",), nonempty=("workspace",)),
    idempotent=True,
)
IAM_UPDATE_WORKSPACE: Operation[Workspace] = Operation(
    name="iam.update_workspace",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "update-workspace"},
    nullable=("enabled",),
    within={"workspace_record": ("id", "name", "enabled")},
    result=Result("IamResponse", fields=("workspace",), nonempty=("workspace",)),
)
IAM_DISABLE_WORKSPACE: Operation[None] = Operation(
    name="iam.disable_workspace",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "disable-workspace"},
    within={"workspace_record": ("id",)},
)
IAM_ROTATE_SIGNING_KEY: Operation[None] = Operation(
    name="iam.rotate_signing_key",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "rotate-signing-key"},
)
IAM_MINT_TOKEN: Operation[Login] = Operation(
    name="iam.mint_token",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "mint-token"},
    json_text=("user_context_json",),
    fill={"workspace": "workspace"},
    result=Result("Login", nonempty=("jwt",)),
)
IAM_LOGIN: Operation[Login] = Operation(
    name="iam.login",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "login"},
    result=Result("Login", nonempty=("jwt",), missing=AuthenticationFailed),
)
IAM_BOOTSTRAP: Operation[Bootstrap] = Operation(
    name="iam.bootstrap",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "bootstrap"},
    result=Result("Bootstrap", nonempty=("bootstrap_admin_api_key",), missing=PermissionDenied),
)
IAM_BOOTSTRAP_STATUS: Operation[bool] = Operation(
    name="iam.bootstrap_status",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "bootstrap-status"},
    result=Result("IamResponse", fields=("bootstrap_available",)),
    idempotent=True,
)
IAM_CHANGE_PASSWORD: Operation[None] = Operation(
    name="iam.change_password",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "change-password"},
)
IAM_CREATE_GROUP: Operation[Any] = Operation(
    name="iam.create_group",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "create-group"},
    within={"group": ("name", "description", "enabled")},
    result=Result("IamResponse", fields=("group_json",), parse="json", nonempty=("group_json",)),
)
IAM_GET_GROUP: Operation[Any] = Operation(
    name="iam.get_group",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "get-group"},
    result=Result("IamResponse", fields=("group_json",), parse="json", nonempty=("group_json",)),
    idempotent=True,
)
IAM_LIST_GROUPS: Operation[Any] = Operation(
    name="iam.list_groups",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-groups"},
    result=Result("IamResponse", fields=("groups_json",), parse="json", nonempty=("groups_json",)),
    idempotent=True,
)
IAM_UPDATE_GROUP: Operation[Any] = Operation(
    name="iam.update_group",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "update-group"},
    within={"group": ("name", "description", "enabled")},
    result=Result("IamResponse", fields=("group_json",), parse="json", nonempty=("group_json",)),
)
IAM_DELETE_GROUP: Operation[None] = Operation(
    name="iam.delete_group", path="/api/v1/iam", frame={"service": "iam"}, body={"operation": "delete-group"}
)
IAM_ADD_GROUP_MEMBER: Operation[None] = Operation(
    name="iam.add_group_member",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "add-group-member"},
)
IAM_REMOVE_GROUP_MEMBER: Operation[None] = Operation(
    name="iam.remove_group_member",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "remove-group-member"},
)
IAM_LIST_GROUP_MEMBERS: Operation[Any] = Operation(
    name="iam.list_group_members",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-group-members"},
    result=Result("IamResponse", fields=("members_json",), parse="json", nonempty=("members_json",)),
    idempotent=True,
)
IAM_ADD_GROUP_GRANT: Operation[None] = Operation(
    name="iam.add_group_grant",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "add-group-grant"},
    within={"grant": ("capability", "workspace")},
)
IAM_REMOVE_GROUP_GRANT: Operation[None] = Operation(
    name="iam.remove_group_grant",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "remove-group-grant"},
    within={"grant": ("capability", "workspace")},
)
IAM_LIST_GROUP_GRANTS: Operation[Any] = Operation(
    name="iam.list_group_grants",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-group-grants"},
    result=Result("IamResponse", fields=("grants_json",), parse="json", nonempty=("grants_json",)),
    idempotent=True,
)
IAM_ADD_USER_GRANT: Operation[None] = Operation(
    name="iam.add_user_grant",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "add-user-grant"},
    within={"grant": ("capability", "workspace")},
)
IAM_REMOVE_USER_GRANT: Operation[None] = Operation(
    name="iam.remove_user_grant",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "remove-user-grant"},
    within={"grant": ("capability", "workspace")},
)
IAM_LIST_USER_GRANTS: Operation[Any] = Operation(
    name="iam.list_user_grants",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "list-user-grants"},
    result=Result("IamResponse", fields=("grants_json",), parse="json", nonempty=("grants_json",)),
    idempotent=True,
)
IAM_RESOLVE_EFFECTIVE_PERMISSIONS: Operation[Any] = Operation(
    name="iam.resolve_effective_permissions",
    path="/api/v1/iam",
    frame={"service": "iam"},
    body={"operation": "resolve-effective-permissions"},
    result=Result(
        "IamResponse",
        fields=("effective_permissions_json",),
        parse="json",
        nonempty=("effective_permissions_json",),
    ),
    idempotent=True,
)
IMAGE_TO_TEXT: Operation[ImageToTextResponse] = Operation(
    name="image_to_text",
    path="/api/v1/flow/{flow}/service/image-to-text",
    frame={"service": "image-to-text"},
    base64=("image",),
    result=Result("ImageToTextResponse", require=("description",)),
    long=True,
)
KNOWLEDGE_LIST_KG_CORES: Operation[list[str]] = Operation(
    name="knowledge.list_kg_cores",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "list-kg-cores"},
    result=Result("CoreIds", fields=("ids",), require=("ids",)),
    idempotent=True,
)
KNOWLEDGE_DELETE_KG_CORE: Operation[None] = Operation(
    name="knowledge.delete_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "delete-kg-core"},
)
KNOWLEDGE_LOAD_KG_CORE: Operation[None] = Operation(
    name="knowledge.load_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "load-kg-core"},
)
KNOWLEDGE_UNLOAD_KG_CORE: Operation[None] = Operation(
    name="knowledge.unload_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "unload-kg-core"},
)
KNOWLEDGE_GET_KG_CORE: StreamOperation[None, KnowledgeGetKgCoreItem] = StreamOperation(
    name="knowledge.get_kg_core",
    frame={"service": "knowledge"},
    body={"operation": "get-kg-core"},
    stream=StreamRule(
        decode=items.decode_knowledge_get_kg_core,
        each=True,
        whole=True,
        keys=(
            ("triples", "triples"),
            ("graph-embeddings", "graph-embeddings"),
            ("library-metadata", "library-metadata"),
            ("library-blob", "library-blob"),
            ("eos", "eos"),
        ),
    ),
    long=True,
)
KNOWLEDGE_PUT_KG_CORE: Operation[None] = Operation(
    name="knowledge.put_kg_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "put-kg-core"},
    models={
        "triples": "CoreTriples",
        "graph-embeddings": "CoreGraphEmbeddings",
        "library-metadata": "CoreDocument",
        "library-blob": "CoreBlob",
    },
    long=True,
)
KNOWLEDGE_LIST_DE_CORES: Operation[list[str]] = Operation(
    name="knowledge.list_de_cores",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "list-de-cores"},
    result=Result("CoreIds", fields=("ids",), require=("ids",)),
    idempotent=True,
)
KNOWLEDGE_DELETE_DE_CORE: Operation[None] = Operation(
    name="knowledge.delete_de_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "delete-de-core"},
)
KNOWLEDGE_LOAD_DE_CORE: Operation[None] = Operation(
    name="knowledge.load_de_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "load-de-core"},
)
KNOWLEDGE_GET_DE_CORE: StreamOperation[None, KnowledgeGetDeCoreItem] = StreamOperation(
    name="knowledge.get_de_core",
    frame={"service": "knowledge"},
    body={"operation": "get-de-core"},
    stream=StreamRule(
        decode=items.decode_knowledge_get_de_core,
        each=True,
        whole=True,
        keys=(("document-embeddings", "document-embeddings"), ("eos", "eos")),
    ),
    long=True,
)
KNOWLEDGE_PUT_DE_CORE: Operation[None] = Operation(
    name="knowledge.put_de_core",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    body={"operation": "put-de-core"},
    models={"document-embeddings": "CoreDocumentEmbeddings"},
    long=True,
)
KNOWLEDGE_IMPORT_CORE: Operation[None] = Operation(
    name="knowledge.import_core",
    path="/api/v1/import-core",
    params={"workspace": "workspace"},
    content="content",
    query=("id",),
    long=True,
)
KNOWLEDGE_EXPORT_CORE: StreamOperation[None, bytes] = StreamOperation(
    name="knowledge.export_core",
    method="GET",
    path="/api/v1/export-core",
    params={"workspace": "workspace"},
    query=("id",),
    stream=StreamRule(decode=chunks.base64_field("content")),
    media="bytes",
    long=True,
)
KNOWLEDGE_REQUEST: Operation[Any] = Operation(
    name="knowledge.request",
    path="/api/v1/knowledge",
    frame={"service": "knowledge"},
    whole="request",
    result=Result(json=True),
)
LIBRARY_ADD_DOCUMENT: Upload = Upload(
    name="library.add_document",
    argument="document",
    begin=(
        SubCall(
            "LIBRARY_BEGIN_UPLOAD",
            {
                "id": "$id",
                "kind": "$kind",
                "total-size": "$size",
                "title": "$title",
                "comments": "$comments",
                "tags": "$tags",
                "chunk-size": 3145728,
            },
        ),
    ),
    chunk_size="chunk_size",
    chunk=SubCall(
        "LIBRARY_UPLOAD_CHUNK", {"upload-id": "$upload_id", "chunk-index": "$index", "content": "$content"}
    ),
    finish=SubCall("LIBRARY_COMPLETE_UPLOAD", {"upload-id": "$upload_id"}),
    resume="resume_upload",
    key="upload_id",
    small=(
        2097152,
        SubCall(
            "LIBRARY_ADD_SMALL_DOCUMENT",
            {
                "content": "$content",
                "id": "$id",
                "metadata": "$metadata",
                "title": "$title",
                "comments": "$comments",
                "kind": "$kind",
                "tags": "$tags",
            },
        ),
    ),
    then=SubCall(
        "LIBRARY_DESCRIBE_DOCUMENT",
        {"id": "$id", "metadata": "$metadata", "title": "$title", "comments": "$comments", "tags": "$tags"},
    ),
)
LIBRARY_RESUME_UPLOAD: Upload = Upload(
    name="library.resume_upload",
    argument="document",
    begin=(
        SubCall("LIBRARY_GET_PENDING_UPLOADS", {}, {"upload_id": "$upload_id"}),
        SubCall("LIBRARY_GET_UPLOAD_STATUS", {"upload-id": "$upload_id"}),
    ),
    chunk_size="chunk_size",
    chunk=SubCall(
        "LIBRARY_UPLOAD_CHUNK", {"upload-id": "$upload_id", "chunk-index": "$index", "content": "$content"}
    ),
    finish=SubCall("LIBRARY_COMPLETE_UPLOAD", {"upload-id": "$upload_id"}),
    missing="missing_chunks",
    total="total_size",
    resume="resume_upload",
    key="upload_id",
)
LIBRARY_ADD_SMALL_DOCUMENT: Operation[None] = Operation(
    name="library.add_small_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "add-document"},
    base64=("content",),
    lists=("metadata", "tags"),
    seconds=("time",),
    within={
        "document-metadata": (
            "id",
            "metadata",
            "title",
            "comments",
            "kind",
            "tags",
            "parent-id",
            "document-type",
            "time",
        )
    },
)
LIBRARY_ADD_CHILD_DOCUMENT: Operation[None] = Operation(
    name="library.add_child_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "add-document"},
    base64=("content",),
    lists=("tags", "metadata"),
    seconds=("time",),
    within={
        "document-metadata": (
            "id",
            "parent-id",
            "title",
            "comments",
            "kind",
            "tags",
            "metadata",
            "document-type",
            "time",
        )
    },
)
LIBRARY_REMOVE_DOCUMENT: Operation[None] = Operation(
    name="library.remove_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "remove-document"},
)
LIBRARY_UPDATE_DOCUMENT: Operation[None] = Operation(
    name="library.update_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "update-document"},
    models={"document-metadata": "DocumentMetadata"},
    within={"document-metadata": ("id",)},
)
LIBRARY_DESCRIBE_DOCUMENT: Operation[None] = Operation(
    name="library.describe_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "update-document"},
    lists=("metadata", "tags"),
    seconds=("time",),
    within={"document-metadata": ("id", "metadata", "title", "comments", "tags", "time")},
)
LIBRARY_GET_DOCUMENT: Operation[DocumentMetadata] = Operation(
    name="library.get_document",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "get-document-metadata"},
    result=Result("LibraryResponse", fields=("document_metadata",), nonempty=("document-metadata",)),
    idempotent=True,
)
LIBRARY_GET_DOCUMENT_CONTENT: Operation[bytes] = Operation(
    name="library.get_document_content",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "get-document-content"},
    result=Result("LibraryResponse", fields=("content",), parse="base64"),
    idempotent=True,
    long=True,
)
LIBRARY_GET_DOCUMENT_SIZE: Operation[int] = Operation(
    name="library.get_document_size",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "stream-document", "chunk-size": 1048576},
    result=Result("LibraryResponse", fields=("total_bytes",)),
    idempotent=True,
    long=True,
)
LIBRARY_STREAM_DOCUMENT: StreamOperation[None, bytes] = StreamOperation(
    name="library.stream_document",
    method="GET",
    path="/api/v1/document-stream",
    params={"workspace": "workspace"},
    frame={"service": "librarian"},
    body={"operation": "stream-document"},
    query=("document-id", "chunk-size"),
    stream=StreamRule(
        decode=chunks.base64_field("content"),
        total="total-bytes",
        length=SubCall("LIBRARY_GET_DOCUMENT_SIZE", {"document-id": "$document-id"}),
    ),
    media="bytes",
    long=True,
)
LIBRARY_GET_DOCUMENTS: Operation[list[DocumentMetadata]] = Operation(
    name="library.get_documents",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "list-documents"},
    result=Result("LibraryResponse", fields=("document_metadatas",)),
    idempotent=True,
)
LIBRARY_GET_PROCESSINGS: Operation[list[ProcessingMetadata]] = Operation(
    name="library.get_processings",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "list-processing"},
    result=Result("LibraryResponse", fields=("processing_metadatas",)),
    idempotent=True,
)
LIBRARY_START_PROCESSING: Operation[None] = Operation(
    name="library.start_processing",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "add-processing"},
    lists=("tags",),
    seconds=("time",),
    within={"processing-metadata": ("id", "document-id", "flow", "collection", "tags", "time")},
)
LIBRARY_STOP_PROCESSING: Operation[None] = Operation(
    name="library.stop_processing",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "remove-processing"},
)
LIBRARY_BEGIN_UPLOAD: Operation[UploadBegun] = Operation(
    name="library.begin_upload",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "begin-upload"},
    lists=("tags",),
    seconds=("time",),
    within={"document-metadata": ("id", "kind", "title", "comments", "tags", "time")},
    result=Result("UploadBegun", nonempty=("upload-id",)),
)
LIBRARY_UPLOAD_CHUNK: Operation[UploadProgress] = Operation(
    name="library.upload_chunk",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "upload-chunk"},
    base64=("content",),
    result=Result("UploadProgress", nonempty=("upload-id",)),
    idempotent=True,
    long=True,
)
LIBRARY_COMPLETE_UPLOAD: Operation[UploadCompleted] = Operation(
    name="library.complete_upload",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "complete-upload"},
    result=Result("UploadCompleted", nonempty=("document-id",)),
)
LIBRARY_ABORT_UPLOAD: Operation[None] = Operation(
    name="library.abort_upload",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "abort-upload"},
)
LIBRARY_GET_UPLOAD_STATUS: Operation[UploadStatus] = Operation(
    name="library.get_upload_status",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "get-upload-status"},
    result=Result("UploadStatus", nonempty=("upload-state",)),
    idempotent=True,
)
LIBRARY_GET_PENDING_UPLOADS: Operation[list[UploadSession]] = Operation(
    name="library.get_pending_uploads",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    body={"operation": "list-uploads"},
    result=Result("LibraryResponse", fields=("upload_sessions",)),
    idempotent=True,
)
LIBRARY_REQUEST: Operation[Any] = Operation(
    name="library.request",
    path="/api/v1/librarian",
    frame={"service": "librarian"},
    whole="request",
    result=Result(json=True),
)
MCP_TOOL: Operation[Any] = Operation(
    name="mcp_tool",
    path="/api/v1/flow/{flow}/service/mcp-tool",
    frame={"service": "mcp-tool"},
    result=Result("McpToolResponse", fields=("text", "object"), either=True, require=("text", "object")),
    long=True,
)
METRICS_GET: Operation[str] = Operation(
    name="metrics.get",
    method="GET",
    path="/api/metrics/{path}",
    query=("query", "time", "start", "end", "step", "match[]"),
    in_path=("path",),
    lists=("match[]",),
    result=Result(text=True),
    idempotent=True,
)
NLP_QUERY: Operation[NlpQueryResponse] = Operation(
    name="nlp_query",
    path="/api/v1/flow/{flow}/service/nlp-query",
    frame={"service": "nlp-query"},
    result=Result("NlpQueryResponse", nonempty=("graphql_query",)),
    long=True,
)
PROMPT: StreamOperation[PromptResponse, PromptChunk] = StreamOperation(
    name="prompt",
    path="/api/v1/flow/{flow}/service/prompt",
    frame={"service": "prompt"},
    result=Result("PromptResponse", require=("text", "object")),
    stream=StreamRule(decode=items.decode_prompt, switch="streaming", text=("PromptChunk",)),
    long=True,
)
RERANK: Operation[RerankResponse] = Operation(
    name="rerank",
    path="/api/v1/flow/{flow}/service/reranker",
    frame={"service": "reranker"},
    lists=("queries", "documents"),
    models={"queries": "RerankQuery", "documents": "RerankDocument"},
    result=Result("RerankResponse"),
    idempotent=True,
)
ROW_EMBEDDINGS_QUERY: Operation[RowEmbeddingsResponse] = Operation(
    name="row_embeddings_query",
    path="/api/v1/flow/{flow}/service/row-embeddings",
    frame={"service": "row-embeddings"},
    lists=("vector",),
    derive=Derive("vector", "text", SubCall("EMBEDDINGS", {"texts": ["$text"]})),
    result=Result("RowEmbeddingsResponse"),
    idempotent=True,
)
ROWS_QUERY: Operation[RowsResponse] = Operation(
    name="rows_query",
    path="/api/v1/flow/{flow}/service/rows",
    frame={"service": "rows"},
    result=Result("RowsResponse"),
    idempotent=True,
)
IMPORT_ROWS: Import[dict[str, Any]] = Import(
    name="import_rows",
    path="/api/v1/flow/{flow}/import/rows",
    encode=items.encode_import_rows,
    batch=40,
    confirmed_by_pong=True,
)
SPARQL_QUERY: StreamOperation[SparqlResponse, SparqlBatch] = StreamOperation(
    name="sparql_query",
    path="/api/v1/flow/{flow}/service/sparql",
    frame={"service": "sparql"},
    models={"user-context": "UserContext"},
    result=Result("SparqlResponse"),
    stream=StreamRule(decode=items.decode_sparql_query, switch="streaming"),
    idempotent=True,
    long=True,
)
DETECT_TYPE: Operation[str] = Operation(
    name="detect_type",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "detect-type"},
    result=Result("DiagnosisResponse", fields=("detected_type",), require=("detected-type",)),
    idempotent=True,
)
GENERATE_DESCRIPTOR: Operation[Any] = Operation(
    name="generate_descriptor",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "generate-descriptor"},
    result=Result("DiagnosisResponse", fields=("descriptor",), require=("descriptor",)),
    long=True,
)
DIAGNOSE_DATA: Operation[DiagnosisResponse] = Operation(
    name="diagnose_data",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "diagnose"},
    result=Result("DiagnosisResponse", require=("descriptor",)),
    long=True,
)
SCHEMA_SELECTION: Operation[list[str]] = Operation(
    name="schema_selection",
    path="/api/v1/flow/{flow}/service/structured-diag",
    frame={"service": "structured-diag"},
    body={"operation": "schema-selection"},
    result=Result("DiagnosisResponse", fields=("schema_matches",)),
    long=True,
)
STRUCTURED_QUERY: Operation[StructuredQueryResponse] = Operation(
    name="structured_query",
    path="/api/v1/flow/{flow}/service/structured-query",
    frame={"service": "structured-query"},
    result=Result("StructuredQueryResponse"),
    long=True,
)
TEXT_COMPLETION: StreamOperation[TextCompletionResponse, RAGChunk] = StreamOperation(
    name="text_completion",
    path="/api/v1/flow/{flow}/service/text-completion",
    frame={"service": "text-completion"},
    result=Result("TextCompletionResponse", require=("response",)),
    stream=StreamRule(decode=items.decode_text_completion, switch="streaming", text=("RAGChunk",)),
    long=True,
)
LIST_MODELS: Operation[list[ModelInfo]] = Operation(
    name="list_models",
    path="/api/v1/flow/{flow}/service/text-completion",
    frame={"service": "text-completion"},
    body={"operation": "list-models"},
    result=Result("TextCompletionResponse", fields=("models",), require=("models",)),
    idempotent=True,
)
THRU: Operation[Any] = Operation(
    name="thru",
    path="/api/v1/flow/{flow}/service/thru/{name}",
    frame={"service": "thru/{name}"},
    in_service=("name",),
    whole="request",
    in_path=("name",),
    result=Result(json=True),
    long=True,
)
THRU_STREAM: StreamOperation[None, ThruMessage] = StreamOperation(
    name="thru_stream",
    frame={"service": "thru/{name}"},
    in_service=("name",),
    whole="request",
    in_path=("name",),
    stream=StreamRule(decode=items.decode_thru_stream, whole=True),
    long=True,
)
TRIPLES_QUERY: StreamOperation[list[rdf.Triple], rdf.Triple] = StreamOperation(
    name="triples_query",
    path="/api/v1/flow/{flow}/service/triples",
    frame={"service": "triples"},
    models={"user-context": "UserContext"},
    result=Result("TriplesResponse", fields=("triples",)),
    stream=StreamRule(decode=items.decode_triples_query, each=True, switch="streaming"),
    idempotent=True,
)
IMPORT_TRIPLES: Import[rdf.Triple] = Import(
    name="import_triples",
    path="/api/v1/flow/{flow}/import/triples",
    encode=terms.encode_import_triples,
    batch=500,
    confirmed_by_pong=True,
    item=rdf.Triple,
)
EXPORT_TRIPLES: Export[rdf.Triple] = Export(
    name="export_triples",
    path="/api/v1/flow/{flow}/export/triples",
    decode=items.decode_export_triples,
    item=rdf.Triple,
)
