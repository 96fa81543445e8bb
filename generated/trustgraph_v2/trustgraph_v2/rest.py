# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Calls over HTTP, for blocking code."""

from __future__ import annotations

import builtins
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from gatewright import rdf
from gatewright.legacy import legacy

from . import operations
from . import terms as terms_
from .protocol import RETIRED

if TYPE_CHECKING:
    from gatewright.sync import RestChannel, Stream
    from gatewright.transfer import Uploaded

    from .models import (
        AgentResponse,
        AgentStep,
        AnswersResponse,
        ApiKey,
        Bootstrap,
        ClozeModel,
        ClozeResponse,
        CollectionMetadata,
        ConfigKey,
        ConfigValue,
        CoreBlob,
        CoreDocument,
        CoreDocumentEmbeddings,
        CoreGraphEmbeddings,
        CoreTriples,
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
        RerankDocument,
        RerankQuery,
        RerankResponse,
        RowEmbeddingsResponse,
        RowsResponse,
        SparqlResponse,
        StructuredQueryResponse,
        TextCompletionResponse,
        TraversalStep,
        UploadBegun,
        UploadCompleted,
        UploadProgress,
        UploadSession,
        UploadStatus,
        User,
        UserContext,
        Workspace,
    )


class Flow:
    """Starts, stops and lists flows, and gives access to the services of one.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def id(self, id: str = "default") -> FlowInstance:
        """Operations of the flow with this identifier."""
        return FlowInstance(self._channel, id)

    def list(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the identifiers of the flows that run in the workspace.

        Returns: Identifiers of flows.
        Known defect of 2.11.1: The gateway drops the error of a failed listing, which then looks
            like an empty list.
        """
        return self._channel.call(operations.FLOW_LIST, {}, {}, timeout)

    def get(self, id: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a flow: its description, blueprint name, interfaces and parameters.

        Args:
            id: Identifier of the flow.

        Returns: A flow as JSON text, decoded.
        Known defect of 2.11.1: The gateway drops every error of this call, so an unknown flow and a
            failure look alike.
        """
        return self._channel.call(operations.FLOW_GET, {}, {"flow-id": id}, timeout)

    @legacy(renamed={"class_name": "blueprint_name"})
    def start(
        self,
        blueprint_name: str,
        id: str,
        description: str = "",
        parameters: Mapping[str, str] | None = None,
        *,
        verify: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Start a flow.

        The gateway hears of the new flow a moment later; until then its services answer that there
        is no such flow.

        Args:
            blueprint_name: Blueprint to make the flow from.
            id: Identifier for the flow; must be new.
            description: What the flow is for.
            parameters: Values for parameters of the blueprint. Others keep their defaults.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. `verify=True` reads back whether there is such a flow, which
            may have been there before.
        """
        return self._channel.call(
            operations.FLOW_START,
            {},
            {
                "blueprint-name": blueprint_name,
                "flow-id": id,
                "description": description,
                "parameters": parameters,
            },
            timeout,
            verify,
        )

    def stop(self, id: str, *, verify: bool = False, timeout: float | None = None) -> None:
        """Stop a flow.

        Args:
            id: Identifier of the flow.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. `verify=True` reads back.
        """
        return self._channel.call(operations.FLOW_STOP, {}, {"flow-id": id}, timeout, verify)

    def list_blueprints(self, *, timeout: float | None = None) -> builtins.list[str]:
        """List the names of the blueprints in the workspace.

        Returns: Names of blueprints.
        Known defect of 2.11.1: The gateway drops the error of a failed listing, which then looks
            like an empty list.
        """
        return self._channel.call(operations.FLOW_LIST_BLUEPRINTS, {}, {}, timeout)

    list_classes = list_blueprints

    @legacy(renamed={"class_name": "blueprint_name"})
    def get_blueprint(self, blueprint_name: str, *, timeout: float | None = None) -> Any:
        """Read the definition of a blueprint.

        Args:
            blueprint_name: Name of the blueprint.

        Returns: A blueprint as JSON text, decoded.
        Known defect of 2.11.1: The gateway drops every error of this call, so an unknown blueprint
            and a failure look alike.
        """
        return self._channel.call(
            operations.FLOW_GET_BLUEPRINT, {}, {"blueprint-name": blueprint_name}, timeout
        )

    get_class = get_blueprint

    @legacy(renamed={"class_name": "blueprint_name"})
    def put_blueprint(
        self,
        blueprint_name: str,
        definition: Mapping[str, Any],
        *,
        verify: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Write a blueprint; one of the same name is replaced.

        Args:
            blueprint_name: Name of the blueprint.
            definition: What flows of this kind consist of: processors by `blueprint` and by `flow`,
                `interfaces` and `parameters`.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. `verify=True` reads back.
        """
        return self._channel.call(
            operations.FLOW_PUT_BLUEPRINT,
            {},
            {"blueprint-name": blueprint_name, "blueprint-definition": definition},
            timeout,
            verify,
        )

    put_class = put_blueprint

    @legacy(renamed={"class_name": "blueprint_name"})
    def delete_blueprint(
        self, blueprint_name: str, *, verify: bool = False, timeout: float | None = None
    ) -> None:
        """Delete a blueprint. Flows made from it go on running.

        Args:
            blueprint_name: Name of the blueprint.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. `verify=True` reads back.
        """
        return self._channel.call(
            operations.FLOW_DELETE_BLUEPRINT, {}, {"blueprint-name": blueprint_name}, timeout, verify
        )

    delete_class = delete_blueprint

    @legacy(renamed={"request_data": "request"})
    def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for flows, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.FLOW_REQUEST, {}, {"request": request}, timeout)


class Config:
    """Reads and writes configuration items.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def get(
        self, keys: Sequence[ConfigKey | Mapping[str, Any]], *, timeout: float | None = None
    ) -> builtins.list[ConfigValue]:
        """Read configuration items.

        The result has one item for each key, in the same order; the value of an item that does
        not exist is None.

        Args:
            keys: Which items.

        Returns: Items.
        Known defect of 2.11.1: The gateway drops the error of a failed read and sends an empty
            answer with version 0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_GET, {}, {"keys": keys}, timeout)

    def list(self, type: str, *, timeout: float | None = None) -> builtins.list[str]:
        """List the keys of all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flow`.

        Returns: Keys.
        Known defect of 2.11.1: The gateway drops the error of a failed read and sends an empty
            answer with version 0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_LIST, {}, {"type": type}, timeout)

    def get_values(self, type: str, *, timeout: float | None = None) -> builtins.list[ConfigValue]:
        """Read all items of one type.

        Args:
            type: Kind of item, such as `prompt` or `flow`.

        Returns: Items.
        Known defect of 2.11.1: The gateway drops the error of a failed read and sends an empty
            answer with version 0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_GET_VALUES, {}, {"type": type}, timeout)

    def get_values_all_workspaces(
        self, type: str, *, timeout: float | None = None
    ) -> builtins.list[ConfigValue]:
        """Read all items of one type, whatever workspace they belong to.

        Args:
            type: Kind of item, such as `prompt` or `flow`.

        Returns: Items.
        Known defect of 2.11.1: The gateway sends the request to a service that does not know it,
            and drops the error, so the call always fails. Read workspace by workspace instead.
        """
        return self._channel.call(operations.CONFIG_GET_VALUES_ALL_WORKSPACES, {}, {"type": type}, timeout)

    def all(self, *, timeout: float | None = None) -> tuple[dict[str, dict[str, str]], int]:
        """Read the whole configuration of the workspace.

        The result is a pair: all values, by type and key, and the version, which grows with each
        change.

        Returns: All items: kind to key to value. Number of changes made to the configuration so
            far.
        Known defect of 2.11.1: The gateway drops the error of a failed read and sends an empty
            answer with version 0. The call fails, but nothing says why.
        """
        return self._channel.call(operations.CONFIG_ALL, {}, {}, timeout)

    def put(
        self,
        values: Sequence[ConfigValue | Mapping[str, Any]],
        *,
        verify: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Write configuration items; those that exist are replaced.

        Args:
            values: The items, each with type, key and value.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed write, and what it sends is
            the same as for success. `verify=True` reads back.
        """
        return self._channel.call(operations.CONFIG_PUT, {}, {"values": values}, timeout, verify)

    def delete(
        self,
        keys: Sequence[ConfigKey | Mapping[str, Any]],
        *,
        verify: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Delete configuration items; those that do not exist are passed over.

        Args:
            keys: Which items.
            verify: Make sure that it worked by reading back; `NotVerified` is raised if it did not.

        Known defect of 2.11.1: The gateway drops the error of a failed write, and what it sends is
            the same as for success. `verify=True` reads back.
        """
        return self._channel.call(operations.CONFIG_DELETE, {}, {"keys": keys}, timeout, verify)

    def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for configuration, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.CONFIG_REQUEST, {}, {"request": request}, timeout)


class Library:
    """Keeps documents, and hands them to flows.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def add_document(
        self,
        document: bytes | str | os.PathLike[str] | BinaryIO,
        id: str,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        title: str = "",
        comments: str = "",
        kind: str = "text/plain",
        tags: Sequence[str] = (),
        on_progress: Callable[[int, int], object] | None = None,
        *,
        timeout: float | None = None,
    ) -> Uploaded:
        """Add a document to the library.

        What is smaller than 2 MiB goes up in one call. Anything else goes up in chunks of 3 MiB, and if
        that breaks off, the error tells the `upload_id` with which `resume_upload` goes on. To hand the
        document to a flow, call `start_processing`.

        Args:
            document: The content: bytes, the path of a file, or a file opened for reading bytes.
            id: Identifier for the document; must be new in the workspace.
            metadata: Triples about the document.
            title: Title for people.
            comments: Remarks for people.
            kind: MIME type, such as `application/pdf`.
            tags: Tags.
            on_progress: Called with the bytes done and the bytes in all, after each piece.
            timeout: Seconds to wait for each answer, not for the whole. None: as set on the client.

        Returns: What went up.
        Known defect of 2.11.1: An upload in chunks loses the triples about the document. The client
            writes them again when it is complete.
        Known defect of 2.11.1: Of the triples about a document, the library keeps IRIs and texts
            only: no languages, datatypes, graphs.
        """
        return self._channel.upload(
            operations.LIBRARY_ADD_DOCUMENT,
            {},
            {
                "document": document,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "title": title,
                "comments": comments,
                "kind": kind,
                "tags": tags,
            },
            timeout,
            on_progress,
        )

    def resume_upload(
        self,
        upload_id: str,
        document: bytes | str | os.PathLike[str] | BinaryIO,
        on_progress: Callable[[int, int], object] | None = None,
        *,
        timeout: float | None = None,
    ) -> Uploaded:
        """Go on with an upload in chunks that broke off.

        Only the chunks that are missing are sent. Triples about the document are lost with the first
        attempt; write them with `describe_document`.

        Args:
            upload_id: Identifier of the upload.
            document: The whole content, as it was given to `add_document`.
            on_progress: Called with the bytes done and the bytes in all, after each piece.
            timeout: Seconds to wait for each answer, not for the whole. None: as set on the client.

        Returns: What went up.
        """
        return self._channel.upload(
            operations.LIBRARY_RESUME_UPLOAD,
            {},
            {"upload_id": upload_id, "document": document},
            timeout,
            on_progress,
        )

    def add_small_document(
        self,
        content: bytes,
        id: str,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        title: str = "",
        comments: str = "",
        kind: str = "text/plain",
        tags: Sequence[str] = (),
        parent_id: str | None = None,
        document_type: str | None = None,
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add a document in one call, whatever its size.

        The gateway takes up to 256 MiB over HTTP and 50 MiB on a socket, a third of which is lost to
        encoding, and what is behind it may take less. `add_document` knows no such limits.

        Args:
            content: The content.
            id: Identifier for the document; must be new in the workspace.
            metadata: Triples about the document.
            title: Title for people.
            comments: Remarks for people.
            kind: MIME type, such as `application/pdf`.
            tags: Tags.
            parent_id: Document that this one was made from.
            document_type: What it is: `source` unless told otherwise, `page`, `chunk`, `extracted` or
                `answer`.
            time: When it was added, in seconds since 1970; now where left out.
        """
        return self._channel.call(
            operations.LIBRARY_ADD_SMALL_DOCUMENT,
            {},
            {
                "content": content,
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "title": title,
                "comments": comments,
                "kind": kind,
                "tags": tags,
                "parent-id": parent_id,
                "document-type": document_type,
                "time": time,
            },
            timeout,
        )

    def add_child_document(
        self,
        document: bytes,
        id: str,
        parent_id: str,
        title: str = "",
        comments: str = "",
        kind: str = "text/plain",
        tags: Sequence[str] = (),
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        document_type: str = "extracted",
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add a document that was made from another one, such as a page.

        The gateway does not offer its operation of this name; the client adds an ordinary document
        that names its parent.

        Args:
            document: The content.
            id: Identifier for the document; must be new in the workspace.
            parent_id: Document that this one was made from.
            title: Title for people.
            comments: Remarks for people.
            kind: MIME type.
            tags: Tags.
            metadata: Triples about the document.
            document_type: What it is: `page`, `chunk`, `extracted` or `answer`.
            time: When it was added, in seconds since 1970; now where left out.

        Known defect of 2.11.1: The gateway does not check that the parent is there.
        """
        return self._channel.call(
            operations.LIBRARY_ADD_CHILD_DOCUMENT,
            {},
            {
                "content": document,
                "id": id,
                "parent-id": parent_id,
                "title": title,
                "comments": comments,
                "kind": kind,
                "tags": tags,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "document-type": document_type,
                "time": time,
            },
            timeout,
        )

    def remove_document(self, id: str, *, timeout: float | None = None) -> None:
        """Remove a document, and those that were made from it.

        Args:
            id: Identifier of the document.
        """
        return self._channel.call(operations.LIBRARY_REMOVE_DOCUMENT, {}, {"document-id": id}, timeout)

    def update_document(
        self, id: str, metadata: DocumentMetadata | Mapping[str, Any], *, timeout: float | None = None
    ) -> None:
        """Replace what the library knows of a document.

        All of time, title, comments, triples and tags are replaced, so read them with `get_document`
        first; the rest never changes.

        Args:
            id: Identifier of the document.
            metadata: What it is to know, with the time.
        """
        return self._channel.call(
            operations.LIBRARY_UPDATE_DOCUMENT, {}, {"id": id, "document-metadata": metadata}, timeout
        )

    def describe_document(
        self,
        id: str,
        metadata: Sequence[rdf.Triple | rdf.TripleLike] | None = None,
        title: str = "",
        comments: str = "",
        tags: Sequence[str] = (),
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Replace what the library knows of a document, as `update_document` does, part by part.

        Args:
            id: Identifier of the document.
            metadata: Triples about the document.
            title: Title for people.
            comments: Remarks for people.
            tags: Tags.
            time: The time, in seconds since 1970; now where left out.
        """
        return self._channel.call(
            operations.LIBRARY_DESCRIBE_DOCUMENT,
            {},
            {
                "id": id,
                "metadata": None if metadata is None else [terms_.encode_triple(each) for each in metadata],
                "title": title,
                "comments": comments,
                "tags": tags,
                "time": time,
            },
            timeout,
        )

    def get_document(self, id: str, *, timeout: float | None = None) -> DocumentMetadata:
        """Read what the library knows of a document.

        Args:
            id: Identifier of the document.

        Returns: A document.
        """
        return self._channel.call(operations.LIBRARY_GET_DOCUMENT, {}, {"document-id": id}, timeout)

    def get_document_content(self, id: str, *, timeout: float | None = None) -> bytes:
        """Read the content of a document at once. `stream_document` needs less memory.

        Args:
            id: Identifier of the document.

        Returns: A document's content, as base64, decoded.
        """
        return self._channel.call(operations.LIBRARY_GET_DOCUMENT_CONTENT, {}, {"document-id": id}, timeout)

    def get_document_size(self, id: str, *, timeout: float | None = None) -> int:
        """Ask how many bytes a document has.

        The gateway has no question for this, so the whole document is read behind it; what comes to the
        client is the last chunk over HTTP, and all of it on a socket.

        Args:
            id: Identifier of the document.

        Returns: Bytes that the document has in all.
        Known defect of 2.11.1: The gateway never answers for an empty document. The call ends with
            its timeout.
        """
        return self._channel.call(operations.LIBRARY_GET_DOCUMENT_SIZE, {}, {"document-id": id}, timeout)

    def stream_document(
        self, id: str, chunk_size: int = 1048576, *, timeout: float | None = None
    ) -> Stream[bytes]:
        """Read the content of a document in pieces.

        The pieces together are the document; their sizes mean nothing. One that ends too early, or too
        late, is an error. Over HTTP the length is asked before.

        Args:
            id: Identifier of the document.
            chunk_size: Bytes that the gateway reads at once.

        Returns: A stream of bytes, in pieces as they come.
        Known defect of 2.11.1: Over HTTP a failure is an early end with status 200; the client
            compares lengths.
        Known defect of 2.11.1: The gateway never answers for an empty document. The stream ends
            with its timeout.
        """
        return self._channel.stream(
            operations.LIBRARY_STREAM_DOCUMENT, {}, {"document-id": id, "chunk-size": chunk_size}, timeout
        )

    def stream_document_to_file(
        self,
        id: str,
        file_path: str | os.PathLike[str],
        chunk_size: int = 1048576,
        on_progress: Callable[[int, int], object] | None = None,
        *,
        timeout: float | None = None,
    ) -> int:
        """Write the content of a document to a file.

        Args:
            id: Identifier of the document.
            file_path: File to write; it appears when all of it is there.
            chunk_size: Bytes that the gateway reads at once.
            on_progress: Called with the bytes done and the bytes in all, after each piece.
            timeout: Seconds to wait for each answer, not for the whole. None: as set on the client.

        Returns: Bytes that were written.
        """
        return self._channel.save(
            operations.LIBRARY_STREAM_DOCUMENT,
            {},
            {"document-id": id, "chunk-size": chunk_size},
            file_path,
            timeout,
            on_progress,
        )

    def get_documents(
        self, include_children: bool = False, *, timeout: float | None = None
    ) -> list[DocumentMetadata]:
        """List the documents of the workspace.

        Args:
            include_children: Those that were made from others, and answers, too.

        Returns: Documents.
        """
        return self._channel.call(
            operations.LIBRARY_GET_DOCUMENTS, {}, {"include-children": include_children}, timeout
        )

    def get_processings(self, *, timeout: float | None = None) -> list[ProcessingMetadata]:
        """List what flows work, or worked, on in the workspace.

        Returns: Processings.
        """
        return self._channel.call(operations.LIBRARY_GET_PROCESSINGS, {}, {}, timeout)

    def start_processing(
        self,
        id: str,
        document_id: str,
        flow: str = "default",
        collection: str = "default",
        tags: Sequence[str] = (),
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Hand a document to a flow.

        Args:
            id: Identifier for the processing; must be new in the workspace.
            document_id: The document.
            flow: The flow.
            collection: Collection that the results go to.
            tags: Tags.
            time: When it was started, in seconds since 1970; now where left out.
        """
        return self._channel.call(
            operations.LIBRARY_START_PROCESSING,
            {},
            {
                "id": id,
                "document-id": document_id,
                "flow": flow,
                "collection": collection,
                "tags": tags,
                "time": time,
            },
            timeout,
        )

    def stop_processing(self, id: str, *, timeout: float | None = None) -> None:
        """Forget a processing. What the flow has begun it goes on with.

        Args:
            id: Identifier of the processing.
        """
        return self._channel.call(operations.LIBRARY_STOP_PROCESSING, {}, {"processing-id": id}, timeout)

    def begin_upload(
        self,
        id: str,
        kind: str,
        total_size: int,
        title: str = "",
        comments: str = "",
        tags: Sequence[str] = (),
        chunk_size: int = 0,
        time: int | None = None,
        *,
        timeout: float | None = None,
    ) -> UploadBegun:
        """Begin an upload in chunks. `add_document` does it all.

        Args:
            id: Identifier for the document; must be new in the workspace.
            kind: MIME type.
            total_size: Bytes in all; at least one.
            title: Title for people.
            comments: Remarks for people.
            tags: Tags.
            chunk_size: Bytes of every chunk but the last; 0: as the gateway likes.
            time: When it was added, in seconds since 1970; now where left out.

        Returns: An upload that was begun.
        Known defect of 2.11.1: Triples, parent and type of the document are not kept, so they are
            no arguments here.
        """
        return self._channel.call(
            operations.LIBRARY_BEGIN_UPLOAD,
            {},
            {
                "id": id,
                "kind": kind,
                "total-size": total_size,
                "title": title,
                "comments": comments,
                "tags": tags,
                "chunk-size": chunk_size,
                "time": time,
            },
            timeout,
        )

    def upload_chunk(
        self, upload_id: str, chunk_index: int, content: bytes, *, timeout: float | None = None
    ) -> UploadProgress:
        """Send a chunk of an upload. A chunk may be sent again.

        Args:
            upload_id: Identifier of the upload.
            chunk_index: Number of the chunk, from 0.
            content: Its bytes.

        Returns: How far an upload is after a chunk.
        Known defect of 2.11.1: The gateway's count of chunks and bytes is one chunk too high.
            `get_upload_status` counts right.
        """
        return self._channel.call(
            operations.LIBRARY_UPLOAD_CHUNK,
            {},
            {"upload-id": upload_id, "chunk-index": chunk_index, "content": content},
            timeout,
        )

    def complete_upload(self, upload_id: str, *, timeout: float | None = None) -> UploadCompleted:
        """Make a document of an upload whose chunks have all arrived.

        Args:
            upload_id: Identifier of the upload.

        Returns: An upload that was completed.
        """
        return self._channel.call(operations.LIBRARY_COMPLETE_UPLOAD, {}, {"upload-id": upload_id}, timeout)

    def abort_upload(self, upload_id: str, *, timeout: float | None = None) -> None:
        """Give an upload up, and forget its chunks.

        Args:
            upload_id: Identifier of the upload.
        """
        return self._channel.call(operations.LIBRARY_ABORT_UPLOAD, {}, {"upload-id": upload_id}, timeout)

    def get_upload_status(self, upload_id: str, *, timeout: float | None = None) -> UploadStatus:
        """Ask how far an upload is.

        Args:
            upload_id: Identifier of the upload.

        Returns: How far an upload is.
        """
        return self._channel.call(operations.LIBRARY_GET_UPLOAD_STATUS, {}, {"upload-id": upload_id}, timeout)

    def get_pending_uploads(self, *, timeout: float | None = None) -> list[UploadSession]:
        """List the uploads that are not complete.

        Returns: Uploads that are not complete.
        """
        return self._channel.call(operations.LIBRARY_GET_PENDING_UPLOADS, {}, {}, timeout)

    def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the library, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.LIBRARY_REQUEST, {}, {"request": request}, timeout)


class Knowledge:
    """Keeps knowledge cores, and loads them into flows.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list_kg_cores(self, *, timeout: float | None = None) -> list[str]:
        """List the cores that hold a knowledge graph.

        Returns: Identifiers.
        Known defect of 2.11.1: Cores without vectors of entities are not listed.
        """
        return self._channel.call(operations.KNOWLEDGE_LIST_KG_CORES, {}, {}, timeout)

    def delete_kg_core(self, id: str, *, timeout: float | None = None) -> None:
        """Delete a core that holds a knowledge graph.

        Args:
            id: Identifier of the core.
        """
        return self._channel.call(operations.KNOWLEDGE_DELETE_KG_CORE, {}, {"id": id}, timeout)

    def load_kg_core(
        self, id: str, flow: str = "default", collection: str = "default", *, timeout: float | None = None
    ) -> None:
        """Load a core into the stores of a flow.

        Args:
            id: Identifier of the core.
            flow: The flow.
            collection: Collection to load it into.

        Known defect of 2.11.1: The gateway answers when loading begins; what fails later is only
            logged there.
        """
        return self._channel.call(
            operations.KNOWLEDGE_LOAD_KG_CORE, {}, {"id": id, "flow": flow, "collection": collection}, timeout
        )

    def unload_kg_core(self, id: str, flow: str = "default", *, timeout: float | None = None) -> None:
        """Take a core out of the stores of a flow again.

        Args:
            id: Identifier of the core.
            flow: The flow.

        Known defect of 2.11.1: Not implemented in the gateway. The call always fails.
        """
        return self._channel.call(operations.KNOWLEDGE_UNLOAD_KG_CORE, {}, {"id": id, "flow": flow}, timeout)

    def put_kg_core(
        self,
        id: str,
        triples: CoreTriples | Mapping[str, Any] | None = None,
        graph_embeddings: CoreGraphEmbeddings | Mapping[str, Any] | None = None,
        library_metadata: CoreDocument | Mapping[str, Any] | None = None,
        library_blob: CoreBlob | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add parts to a core that holds a knowledge graph; it is made if there is none.

        Each argument takes what `get_kg_core` gives.

        Args:
            id: Identifier of the core.
            triples: Triples.
            graph_embeddings: Vectors of entities.
            library_metadata: A document.
            library_blob: Content of a document.

        Known defect of 2.11.1: Triples and vectors reach the service in a form that it cannot read.
            The call fails.
        Known defect of 2.11.1: The service does not look at `id`: triples and vectors go to the
            core that their `metadata.id` names.
        Known defect of 2.11.1: Cores do not keep languages and datatypes of literals.
        """
        return self._channel.call(
            operations.KNOWLEDGE_PUT_KG_CORE,
            {},
            {
                "id": id,
                "triples": triples,
                "graph-embeddings": graph_embeddings,
                "library-metadata": library_metadata,
                "library-blob": library_blob,
            },
            timeout,
        )

    def list_de_cores(self, *, timeout: float | None = None) -> list[str]:
        """List the cores that hold vectors of documents.

        Returns: Identifiers.
        """
        return self._channel.call(operations.KNOWLEDGE_LIST_DE_CORES, {}, {}, timeout)

    def delete_de_core(self, id: str, *, timeout: float | None = None) -> None:
        """Delete a core that holds vectors of documents.

        Args:
            id: Identifier of the core.
        """
        return self._channel.call(operations.KNOWLEDGE_DELETE_DE_CORE, {}, {"id": id}, timeout)

    def load_de_core(
        self, id: str, flow: str = "default", collection: str = "default", *, timeout: float | None = None
    ) -> None:
        """Load a core that holds vectors of documents into the stores of a flow.

        Args:
            id: Identifier of the core.
            flow: The flow.
            collection: Collection to load it into.

        Known defect of 2.11.1: The gateway answers when loading begins; what fails later is only
            logged there.
        """
        return self._channel.call(
            operations.KNOWLEDGE_LOAD_DE_CORE, {}, {"id": id, "flow": flow, "collection": collection}, timeout
        )

    def put_de_core(
        self,
        id: str,
        document_embeddings: CoreDocumentEmbeddings | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Add vectors to a core that holds vectors of documents; it is made if there is none.

        The argument takes what `get_de_core` gives.

        Args:
            id: Identifier of the core.
            document_embeddings: The vectors.

        Known defect of 2.11.1: Vectors reach the service in a form that it cannot read. The call
            fails.
        Known defect of 2.11.1: The service does not look at `id`: vectors go to the core that their
            `metadata.id` names.
        """
        return self._channel.call(
            operations.KNOWLEDGE_PUT_DE_CORE,
            {},
            {"id": id, "document-embeddings": document_embeddings},
            timeout,
        )

    def import_core(self, id: str, content: bytes | Iterable[bytes], *, timeout: float | None = None) -> None:
        """Add a core file, as `export_core` gives it, to a core that holds a knowledge graph.

        A core file is a sequence of MessagePack pairs. `put_kg_core` does the same part by part.

        Args:
            id: Identifier of the core.
            content: The core file.

        Known defect of 2.11.1: The gateway asks a service that is not there, and waits for minutes.
            Use `put_kg_core`.
        Known defect of 2.11.1: Whatever goes wrong is not told.
        """
        return self._channel.call(
            operations.KNOWLEDGE_IMPORT_CORE, {}, {"id": id, "content": content}, timeout
        )

    def export_core(self, id: str, *, timeout: float | None = None) -> Stream[bytes]:
        """Read a core that holds a knowledge graph as a core file, in pieces.

        A core file is a sequence of MessagePack pairs; the pieces end anywhere. `get_kg_core` gives the
        same as typed parts.

        Args:
            id: Identifier of the core.

        Returns: A stream of bytes, in pieces as they come.
        Known defect of 2.11.1: The gateway asks a service that is not there, and sends nothing for
            minutes. Use `get_kg_core`.
        Known defect of 2.11.1: Whatever goes wrong is an early end with status 200, which nothing
            tells from the right one.
        """
        return self._channel.stream(operations.KNOWLEDGE_EXPORT_CORE, {}, {"id": id}, timeout)

    def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for cores, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.KNOWLEDGE_REQUEST, {}, {"request": request}, timeout)


class Collection:
    """Makes, lists and deletes collections.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def list_collections(
        self,
        tag_filter: Sequence[str] | None = None,
        limit: int | None = None,
        *,
        timeout: float | None = None,
    ) -> list[CollectionMetadata]:
        """List the collections of the workspace.

        Args:
            tag_filter: Only those that have one of these tags.
            limit: Collections to return at most.

        Returns: Collections.
        """
        return self._channel.call(
            operations.COLLECTION_LIST_COLLECTIONS, {}, {"tag_filter": tag_filter, "limit": limit}, timeout
        )

    def update_collection(
        self,
        collection: str,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> CollectionMetadata:
        """Make a collection, or replace what is known of it.

        What is left out becomes empty, and the name that of the collection. Returns what is known now.

        Args:
            collection: Identifier of the collection.
            name: Name for people.
            description: What it is for.
            tags: Tags.

        Returns: Collections.
        """
        return self._channel.call(
            operations.COLLECTION_UPDATE_COLLECTION,
            {},
            {"collection": collection, "name": name, "description": description, "tags": tags},
            timeout,
        )

    def delete_collection(self, collection: str, *, timeout: float | None = None) -> None:
        """Delete a collection, and all that the stores hold of it.

        Args:
            collection: Identifier of the collection.
        """
        return self._channel.call(
            operations.COLLECTION_DELETE_COLLECTION, {}, {"collection": collection}, timeout
        )

    def request(self, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any request to the service for collections, and return the answer as it is.

        Args:
            request: The request, with its `operation`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.COLLECTION_REQUEST, {}, {"request": request}, timeout)


class Auth:
    """Logs in, and changes one's own password.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def login(
        self, username: str, password: str, workspace: str = "", *, timeout: float | None = None
    ) -> Login:
        """Log in with a name and a password; no credential is needed.

        The token is valid for an hour. Pass it as `token` to another `Api`, or to `authenticate` of a
        socket that is open.

        Args:
            username: Name of the user.
            password: Password.
            workspace: Workspace that the token works in; empty: that of the user.

        Returns: A token that a login or an administrator made.
        Known defect of 2.11.1: Wrong names and passwords are not told: the answer has no token,
            which the client takes for a refusal.
        """
        return self._channel.call(
            operations.AUTH_LOGIN,
            {},
            {"username": username, "password": password, "workspace": workspace},
            timeout,
        )

    def bootstrap(self, *, timeout: float | None = None) -> Bootstrap:
        """Make the first user of a gateway that was started for that; no credential is needed.

        Returns: The first user of a gateway.
        Known defect of 2.11.1: A refusal is not told: the answer has no key, which the client takes
            for one.
        """
        return self._channel.call(operations.AUTH_BOOTSTRAP, {}, {}, timeout)

    def bootstrap_status(self, *, timeout: float | None = None) -> bool:
        """Ask whether `bootstrap` would work; no credential is needed.

        Returns: The gateway has no user yet.
        Known defect of 2.11.1: The gateway drops the error of a failed call, which then looks like
            no.
        """
        return self._channel.call(operations.AUTH_BOOTSTRAP_STATUS, {}, {}, timeout)

    def change_password(
        self, current_password: str, new_password: str, *, timeout: float | None = None
    ) -> None:
        """Change one's own password.

        Only over HTTP, where the gateway knows who asks. On sockets, `iam` has an operation of this name
        that takes the user's identifier.

        Args:
            current_password: The password so far.
            new_password: The password from now on.

        Known defect of 2.11.1: A wrong password is not told: what the gateway sends is the same as
            for success. Log in to make sure.
        """
        return self._channel.call(
            operations.AUTH_CHANGE_PASSWORD,
            {},
            {"current_password": current_password, "new_password": new_password},
            timeout,
        )


class Iam:
    """Keeps users, API keys, workspaces and permissions.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def whoami(self, *, timeout: float | None = None) -> User:
        """Read one's own user record.

        Returns: A user.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(operations.IAM_WHOAMI, {}, {}, timeout)

    def create_user(
        self,
        username: str,
        password: str,
        workspace: str | None = None,
        name: str | None = None,
        email: str | None = None,
        roles: Sequence[str] | None = None,
        enabled: bool = True,
        must_change_password: bool = False,
        *,
        timeout: float | None = None,
    ) -> User:
        """Make a user.

        Args:
            username: Name to log in with; must be new in the whole gateway.
            password: Password.
            workspace: Workspace that the user belongs to; left out: that of the client.
            name: Name for people. The username where left out.
            email: Address.
            roles: Roles: `reader`, `writer`, `admin`.
            enabled: The user may log in.
            must_change_password: The user is to choose another password.

        Returns: A user.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_CREATE_USER,
            {},
            {
                "username": username,
                "password": password,
                "workspace": workspace,
                "name": name,
                "email": email,
                "roles": roles,
                "enabled": enabled,
                "must_change_password": must_change_password,
            },
            timeout,
        )

    def list_users(self, workspace: str = "", *, timeout: float | None = None) -> list[User]:
        """List users.

        Args:
            workspace: Only those that belong to this workspace; empty: all.

        Returns: Users.
        Known defect of 2.11.1: The gateway drops the error of a failed listing, which then looks
            like an empty list.
        """
        return self._channel.call(operations.IAM_LIST_USERS, {}, {"workspace": workspace}, timeout)

    def get_user(self, user_id: str, workspace: str = "", *, timeout: float | None = None) -> User:
        """Read a user's record.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Returns: A user.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_GET_USER, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def update_user(
        self,
        user_id: str,
        name: str | None = None,
        email: str | None = None,
        roles: Sequence[str] | None = None,
        enabled: bool | None = None,
        must_change_password: bool | None = None,
        workspace: str = "",
        *,
        timeout: float | None = None,
    ) -> User:
        """Change a user. The username never changes; for the password see `reset_password`.

        The gateway takes an empty text or list for one that is left out.

        Args:
            user_id: Identifier of the user.
            name: Name for people. Left out: as it is.
            email: Address. Left out: as it is.
            roles: Roles: `reader`, `writer`, `admin`. Left out: as it is.
            enabled: The user may log in. Left out: as it is.
            must_change_password: The user is to choose another password. Left out: as it is.
            workspace: Where given, the user must belong to this workspace.

        Returns: A user.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_UPDATE_USER,
            {},
            {
                "user_id": user_id,
                "name": name,
                "email": email,
                "roles": roles,
                "enabled": enabled,
                "must_change_password": must_change_password,
                "workspace": workspace,
            },
            timeout,
        )

    def disable_user(self, user_id: str, workspace: str = "", *, timeout: float | None = None) -> None:
        """Disable a user, and revoke all keys of that user.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        """
        return self._channel.call(
            operations.IAM_DISABLE_USER, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def enable_user(self, user_id: str, workspace: str = "", *, timeout: float | None = None) -> None:
        """Enable a user again. Keys that were revoked stay so.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        """
        return self._channel.call(
            operations.IAM_ENABLE_USER, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def delete_user(self, user_id: str, workspace: str = "", *, timeout: float | None = None) -> None:
        """Delete a user, with all keys.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        """
        return self._channel.call(
            operations.IAM_DELETE_USER, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def reset_password(self, user_id: str, workspace: str = "", *, timeout: float | None = None) -> str:
        """Give a user another password, which is to be changed at once; returns it.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Returns: A password.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_RESET_PASSWORD, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def create_api_key(
        self, user_id: str, name: str, expires: str = "", workspace: str = "", *, timeout: float | None = None
    ) -> NewApiKey:
        """Make an API key for a user. This is the only time that the key itself is told.

        Args:
            user_id: Identifier of the user.
            name: Name for people.
            expires: Last moment it is valid, in ISO 8601; empty: for ever. The gateway takes what it
                cannot read for empty.
            workspace: Where given, the user must belong to this workspace.

        Returns: An API key that was just made.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_CREATE_API_KEY,
            {},
            {"user_id": user_id, "name": name, "expires": expires, "workspace": workspace},
            timeout,
        )

    def list_api_keys(
        self, user_id: str, workspace: str = "", *, timeout: float | None = None
    ) -> list[ApiKey]:
        """List the keys of a user.

        Args:
            user_id: Identifier of the user.
            workspace: Where given, the user must belong to this workspace.

        Returns: API keys.
        Known defect of 2.11.1: The gateway drops the error of a failed listing, which then looks
            like an empty list.
        """
        return self._channel.call(
            operations.IAM_LIST_API_KEYS, {}, {"user_id": user_id, "workspace": workspace}, timeout
        )

    def revoke_api_key(self, key_id: str, workspace: str = "", *, timeout: float | None = None) -> None:
        """Revoke a key. The gateway may let it in for another minute.

        Args:
            key_id: Identifier of the key.
            workspace: Where given, the user must belong to this workspace.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        """
        return self._channel.call(
            operations.IAM_REVOKE_API_KEY, {}, {"key_id": key_id, "workspace": workspace}, timeout
        )

    def create_workspace(
        self, id: str, name: str = "", enabled: bool = True, *, timeout: float | None = None
    ) -> Workspace:
        """Make a workspace, unless it is there.

        Args:
            id: Identifier of the workspace; does not begin with `_`.
            name: Name for people; the identifier where left out.
            enabled: It can be used.

        Returns: A workspace.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_CREATE_WORKSPACE, {}, {"id": id, "name": name, "enabled": enabled}, timeout
        )

    def list_workspaces(self, *, timeout: float | None = None) -> list[Workspace]:
        """List all workspaces.

        Returns: Workspaces.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_WORKSPACES, {}, {}, timeout)

    def list_my_workspaces(self, *, timeout: float | None = None) -> list[Workspace]:
        """List the workspaces that the caller may use.

        Returns: Workspaces.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_MY_WORKSPACES, {}, {}, timeout)

    def get_workspace(self, id: str, *, timeout: float | None = None) -> Workspace:
        """Read a workspace's record.

        Args:
            id: Identifier of the workspace.

        Returns: A workspace.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(operations.IAM_GET_WORKSPACE, {}, {"id": id}, timeout)

    def update_workspace(
        self, id: str, name: str | None = None, enabled: bool | None = None, *, timeout: float | None = None
    ) -> Workspace:
        """Change a workspace.

        Args:
            id: Identifier of the workspace.
            name: Name for people. Left out: as it is.
            enabled: It can be used. Left out: as it is.

        Returns: A workspace.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_UPDATE_WORKSPACE, {}, {"id": id, "name": name, "enabled": enabled}, timeout
        )

    def disable_workspace(self, id: str, *, timeout: float | None = None) -> None:
        """Disable a workspace and its users, and revoke all their keys.

        Args:
            id: Identifier of the workspace.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        """
        return self._channel.call(operations.IAM_DISABLE_WORKSPACE, {}, {"id": id}, timeout)

    def rotate_signing_key(self, *, timeout: float | None = None) -> None:
        """Sign the tokens of `login` and `mint_token` with a new key from now on.

        Known defect of 2.11.1: The gateway drops the error of a failed call, and what it sends is
            the same as for success. Read back where it matters.
        Known defect of 2.11.1: The gateway goes on trusting the key that it learnt first: until it
            is started again, it refuses tokens that were made since, and takes older ones.
        """
        return self._channel.call(operations.IAM_ROTATE_SIGNING_KEY, {}, {}, timeout)

    def mint_token(
        self,
        user_context: Mapping[str, Any],
        user_id: str | None = None,
        username: str | None = None,
        workspace: str | None = None,
        *,
        timeout: float | None = None,
    ) -> Login:
        """Make a token for a user that carries a context for policies. Without user, it is for the caller.

        Args:
            user_context: The context, with the fields of `UserContext`.
            user_id: Identifier of the user.
            username: Name of the user, instead of the identifier.
            workspace: Workspace that the token works in; left out: that of the client.

        Returns: A token that a login or an administrator made.
        Known defect of 2.11.1: The gateway drops the error of a failed call. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.IAM_MINT_TOKEN,
            {},
            {
                "user_context_json": user_context,
                "user_id": user_id,
                "username": username,
                "workspace": workspace,
            },
            timeout,
        )

    def login(
        self, username: str, password: str, workspace: str = "", *, timeout: float | None = None
    ) -> Login:
        """Log in, without a credential. `api.auth()` has the same for HTTP.

        Args:
            username: Name of the user.
            password: Password.
            workspace: Workspace that the token works in; empty: that of the user.

        Returns: A token that a login or an administrator made.
        Known defect of 2.11.1: Wrong names and passwords are not told: the answer has no token,
            which the client takes for a refusal.
        """
        return self._channel.call(
            operations.IAM_LOGIN,
            {},
            {"username": username, "password": password, "workspace": workspace},
            timeout,
        )

    def bootstrap(self, *, timeout: float | None = None) -> Bootstrap:
        """Make the first user of a gateway that was started for that, without a credential.

        Returns: The first user of a gateway.
        Known defect of 2.11.1: A refusal is not told: the answer has no key, which the client takes
            for one.
        """
        return self._channel.call(operations.IAM_BOOTSTRAP, {}, {}, timeout)

    def bootstrap_status(self, *, timeout: float | None = None) -> bool:
        """Ask whether `bootstrap` would work.

        Returns: The gateway has no user yet.
        Known defect of 2.11.1: The gateway drops the error of a failed call, which then looks like
            no.
        """
        return self._channel.call(operations.IAM_BOOTSTRAP_STATUS, {}, {}, timeout)

    def change_password(
        self, user_id: str, password: str, new_password: str, *, timeout: float | None = None
    ) -> None:
        """Change a user's password.

        Args:
            user_id: Identifier of the user.
            password: The password so far.
            new_password: The password from now on.

        Known defect of 2.11.1: A wrong password is not told: what the gateway sends is the same as
            for success. Log in to make sure.
        """
        return self._channel.call(
            operations.IAM_CHANGE_PASSWORD,
            {},
            {"user_id": user_id, "password": password, "new_password": new_password},
            timeout,
        )

    def create_group(
        self,
        name: str,
        group_id: str | None = None,
        description: str = "",
        enabled: bool = True,
        *,
        timeout: float | None = None,
    ) -> Any:
        """Make a group of users.

        Args:
            name: Name for people.
            group_id: Identifier for the group, where the service lets one choose it.
            description: What it is for.
            enabled: It counts.

        Returns: A group, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.IAM_CREATE_GROUP,
            {},
            {"name": name, "group_id": group_id, "description": description, "enabled": enabled},
            timeout,
        )

    def get_group(self, group_id: str, *, timeout: float | None = None) -> Any:
        """Read a group.

        Args:
            group_id: Identifier of the group.

        Returns: A group, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(operations.IAM_GET_GROUP, {}, {"group_id": group_id}, timeout)

    def list_groups(self, *, timeout: float | None = None) -> Any:
        """List groups.

        Returns: Groups, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_GROUPS, {}, {}, timeout)

    def update_group(
        self,
        group_id: str,
        name: str | None = None,
        description: str = "",
        enabled: bool = True,
        *,
        timeout: float | None = None,
    ) -> Any:
        """Change a group.

        Args:
            group_id: Identifier of the group.
            name: Name for people.
            description: What it is for.
            enabled: It counts.

        Returns: A group, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.IAM_UPDATE_GROUP,
            {},
            {"group_id": group_id, "name": name, "description": description, "enabled": enabled},
            timeout,
        )

    def delete_group(self, group_id: str, *, timeout: float | None = None) -> None:
        """Delete a group.

        Args:
            group_id: Identifier of the group.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(operations.IAM_DELETE_GROUP, {}, {"group_id": group_id}, timeout)

    def add_group_member(
        self, group_id: str, member_type: str, member_id: str, *, timeout: float | None = None
    ) -> None:
        """Put a user or a group into a group.

        Args:
            group_id: Identifier of the group.
            member_type: Kind of member, such as `user` or `group`.
            member_id: Identifier of the member.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_ADD_GROUP_MEMBER,
            {},
            {"group_id": group_id, "member_type": member_type, "member_id": member_id},
            timeout,
        )

    def remove_group_member(
        self, group_id: str, member_type: str, member_id: str, *, timeout: float | None = None
    ) -> None:
        """Take a user or a group out of a group.

        Args:
            group_id: Identifier of the group.
            member_type: Kind of member, such as `user` or `group`.
            member_id: Identifier of the member.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_REMOVE_GROUP_MEMBER,
            {},
            {"group_id": group_id, "member_type": member_type, "member_id": member_id},
            timeout,
        )

    def list_group_members(self, group_id: str, *, timeout: float | None = None) -> Any:
        """List the members of a group.

        Args:
            group_id: Identifier of the group.

        Returns: Members, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_GROUP_MEMBERS, {}, {"group_id": group_id}, timeout)

    def add_group_grant(
        self, group_id: str, capability: str, workspace: str, *, timeout: float | None = None
    ) -> None:
        """Grant something to a group.

        Args:
            group_id: Identifier of the group.
            capability: What is granted, such as `documents:read`.
            workspace: Workspace that it is granted in.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_ADD_GROUP_GRANT,
            {},
            {"group_id": group_id, "capability": capability, "workspace": workspace},
            timeout,
        )

    def remove_group_grant(
        self, group_id: str, capability: str, workspace: str, *, timeout: float | None = None
    ) -> None:
        """Take back what was granted to a group.

        Args:
            group_id: Identifier of the group.
            capability: What is granted, such as `documents:read`.
            workspace: Workspace that it is granted in.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_REMOVE_GROUP_GRANT,
            {},
            {"group_id": group_id, "capability": capability, "workspace": workspace},
            timeout,
        )

    def list_group_grants(self, group_id: str, *, timeout: float | None = None) -> Any:
        """List what is granted to a group.

        Args:
            group_id: Identifier of the group.

        Returns: Grants, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_GROUP_GRANTS, {}, {"group_id": group_id}, timeout)

    def add_user_grant(
        self, user_id: str, capability: str, workspace: str, *, timeout: float | None = None
    ) -> None:
        """Grant something to a user.

        Args:
            user_id: Identifier of the user.
            capability: What is granted, such as `documents:read`.
            workspace: Workspace that it is granted in.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_ADD_USER_GRANT,
            {},
            {"user_id": user_id, "capability": capability, "workspace": workspace},
            timeout,
        )

    def remove_user_grant(
        self, user_id: str, capability: str, workspace: str, *, timeout: float | None = None
    ) -> None:
        """Take back what was granted to a user.

        Args:
            user_id: Identifier of the user.
            capability: What is granted, such as `documents:read`.
            workspace: Workspace that it is granted in.

        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call succeeds whatever happened.
        """
        return self._channel.call(
            operations.IAM_REMOVE_USER_GRANT,
            {},
            {"user_id": user_id, "capability": capability, "workspace": workspace},
            timeout,
        )

    def list_user_grants(self, user_id: str, *, timeout: float | None = None) -> Any:
        """List what is granted to a user.

        Args:
            user_id: Identifier of the user.

        Returns: Grants, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(operations.IAM_LIST_USER_GRANTS, {}, {"user_id": user_id}, timeout)

    def resolve_effective_permissions(self, user_id: str, *, timeout: float | None = None) -> Any:
        """Tell what a user may do, all things considered.

        Args:
            user_id: Identifier of the user.

        Returns: Permissions, as JSON text, decoded.
        Known defect of 2.11.1: Only the enterprise service knows this operation; others fail, and
            the gateway drops their error. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.IAM_RESOLVE_EFFECTIVE_PERMISSIONS, {}, {"user_id": user_id}, timeout
        )


class Metrics:
    """Asks the gateway's Prometheus server.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def get(
        self,
        path: str = "query",
        query: str = "up",
        time: str | None = None,
        start: str | None = None,
        end: str | None = None,
        step: str | None = None,
        match: Sequence[str] | None = None,
        *,
        timeout: float | None = None,
    ) -> str:
        """Ask Prometheus, and return its answer as text.

        The answer is the JSON text of the Prometheus HTTP API.

        Args:
            path: What to ask, as the Prometheus HTTP API names it, such as `query` or
                `label/job/values`.
            query: Expression in the query language of Prometheus.
            time: Moment of an instant query, in ISO 8601 or in seconds since 1970.
            start: First moment, where the question is about a range.
            end: Last moment of it.
            step: Resolution of a range, such as `15s`.
            match: Selectors of series, for questions about labels and series.

        Returns: The text of the answer.
        Known defect of 2.11.1: There is nothing at `/api/metrics` itself, and the gateway's own
            counters are not there either: the gateway passes requests on to a Prometheus server.
        """
        return self._channel.call(
            operations.METRICS_GET,
            {},
            {
                "path": path,
                "query": query,
                "time": time,
                "start": start,
                "end": end,
                "step": step,
                "match[]": match,
            },
            timeout,
        )


class I18n:
    """Texts of user interfaces in several languages.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def pack(self, lang: str = "en", *, timeout: float | None = None) -> Any:
        """Read all texts of a language, by key.

        The gateway has en, es, sw, pt, tr, hi, he, ar, zh-cn and ru. For others it answers in English.

        Args:
            lang: Code of the language, such as `es`.

        Returns: The answer, as JSON.
        """
        return self._channel.call(operations.I18N_PACK, {}, {"lang": lang}, timeout)


class FlowInstance:
    """The AI services of one flow.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel", "_scope")

    def __init__(self, channel: RestChannel, flow: str) -> None:
        self._channel = channel
        self._scope = {"flow": flow}

    @legacy(ignored={"user": RETIRED["user"]})
    def agent(
        self,
        question: str,
        state: str | None = None,
        group: Sequence[str] | None = None,
        history: Sequence[AgentStep | Mapping[str, Any]] | None = None,
        streaming: Literal[False] = False,
        collection: str = "default",
        session_id: str | None = None,
        conversation_id: str | None = None,
        pattern: Literal["react", "plan-then-execute", "supervisor"] | str | None = None,
        task_type: str | None = None,
        framing: str | None = None,
        correlation_id: str | None = None,
        parent_session_id: str | None = None,
        subagent_goal: str | None = None,
        expected_siblings: int | None = None,
        *,
        timeout: float | None = None,
    ) -> AgentResponse:
        """Ask an agent a question.

        With `streaming=True` the agent's thoughts, observations and the answer arrive as
        they are made. Without, only the finished answer is returned.

        Args:
            question: The question to answer.
            state: State text of an earlier turn.
            group: Tool groups that the agent may use.
            history: Steps of earlier turns.
            streaming: Only sockets can stream; here it stays False.
            collection: Collection that retrieval tools search.
            session_id: Session to continue.
            conversation_id: Conversation that this question belongs to.
            pattern: Reasoning pattern. The gateway chooses when it is left out.
            task_type: Kind of task that the agent is told it works on.
            framing: Text that frames the task for the agent.
            correlation_id: Correlates the work of sub-agents.
            parent_session_id: Session of the agent that delegates this task.
            subagent_goal: Goal given by the delegating agent.
            expected_siblings: Number of sub-agents that work beside this one.

        Returns: The finished answer of an agent.
        Known defect of 2.11.1: The gateway replaces an agent's own error message by a Python error
            text.
        """
        return self._channel.call(
            operations.AGENT,
            self._scope,
            {
                "question": question,
                "state": state,
                "group": group,
                "history": history,
                "streaming": streaming,
                "collection": collection,
                "session_id": session_id,
                "conversation_id": conversation_id,
                "pattern": pattern,
                "task_type": task_type,
                "framing": framing,
                "correlation_id": correlation_id,
                "parent_session_id": parent_session_id,
                "subagent_goal": subagent_goal,
                "expected_siblings": expected_siblings,
            },
            timeout,
        )

    def cloze(self, model: str, query: str, *, timeout: float | None = None) -> ClozeResponse:
        """Classify a text with a trained model.

        Args:
            model: Name of the model, as `cloze_list_models` tells it.
            query: The text.

        Returns: The class of a text.
        """
        return self._channel.call(operations.CLOZE, self._scope, {"model": model, "query": query}, timeout)

    def cloze_list_models(self, *, timeout: float | None = None) -> list[ClozeModel]:
        """List the trained models of the workspace.

        Returns: The models.
        """
        return self._channel.call(operations.CLOZE_LIST_MODELS, self._scope, {}, timeout)

    def decision_scoring(
        self, state: Mapping[str, Any], questions: Mapping[str, Any], *, timeout: float | None = None
    ) -> AnswersResponse:
        """Let a model decide about a state.

        A question is a mapping: its `type` is `choice`, `score` or `noul`, and the rest depends on that,
        such as the `options` of a choice.

        Args:
            state: What is known.
            questions: What to decide, by name.

        Returns: What a model found, by name.
        """
        return self._channel.call(
            operations.DECISION_SCORING, self._scope, {"state": state, "questions": questions}, timeout
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def document_embeddings_query(
        self,
        text: str | None = None,
        collection: str = "default",
        limit: int = 10,
        attributes: Mapping[str, Any] | None = None,
        vector: Sequence[float] | None = None,
        *,
        timeout: float | None = None,
    ) -> DocumentEmbeddingsResponse:
        """Find the pieces of documents that are nearest in meaning to a text.

        The text is turned into a vector by the embeddings service of the flow; pass `vector` instead to
        save that. The best match comes first.

        Args:
            text: What to look for.
            collection: Collection to search.
            limit: Pieces to return at most.
            attributes: Values that attributes of the pieces must have, by name; each a value or a list
                of values.
            vector: The vector to look for instead of a text.

        Returns: Pieces of documents that are near in meaning, the nearest first.
        Known defect of 2.11.1: The gateway drops the error of a failed search and sends no pieces.
            That looks the same as finding none.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.DOCUMENT_EMBEDDINGS_QUERY,
            self._scope,
            {
                "text": text,
                "collection": collection,
                "limit": limit,
                "attributes": attributes,
                "vector": vector,
            },
            timeout,
        )

    @legacy(renamed={"question": "query"}, ignored={"user": RETIRED["user"]})
    def document_rag(
        self,
        query: str,
        collection: str = "default",
        doc_limit: int = 20,
        fetch_limit: int = 0,
        streaming: Literal[False] = False,
        *,
        timeout: float | None = None,
    ) -> DocumentRagResponse:
        """Answer a question from documents.

        The service fetches pieces of documents that are near the question, keeps the best of them,
        and lets the language model answer from those. A limit of 0 means the default of the service.

        With `streaming=True` events that tell where the answer comes from arrive first, then the
        answer in pieces. Without, only the finished answer is returned.

        Args:
            query: The question to answer.
            collection: Collection that holds the documents.
            doc_limit: Pieces of documents to answer from.
            fetch_limit: Pieces to fetch before the best are chosen; never fewer than `doc_limit`. 0: a
                number that follows from `doc_limit`. Counts only where the flow has a reranker.
            streaming: Only sockets can stream; here it stays False.

        Returns: The finished answer of document RAG.
        Known defect of 2.11.1: A failure is sent without a mark that nothing follows. The client
            takes the error itself as the end.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.DOCUMENT_RAG,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "doc-limit": doc_limit,
                "fetch-limit": fetch_limit,
                "streaming": streaming,
            },
            timeout,
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def embeddings(self, texts: Sequence[str], *, timeout: float | None = None) -> list[list[float]]:
        """Turn texts into vectors.

        The result has one vector for each text, in the same order. All vectors of one flow have
        the same number of dimensions, which its embedding model decides.

        Args:
            texts: The texts.

        Returns: One vector for each text, in the order sent.
        Known defect of 2.11.1: The gateway drops the error of a failed embedding and sends no
            vectors. The call fails, but nothing says why.
        """
        return self._channel.call(operations.EMBEDDINGS, self._scope, {"texts": texts}, timeout)

    def field_extraction(
        self, state: Any, fields: Mapping[str, Any], *, timeout: float | None = None
    ) -> AnswersResponse:
        """Find the values of some fields in a text.

        Args:
            state: The text, or a mapping that holds texts.
            fields: What to look for: names of fields, and an instruction for each.

        Returns: What a model found, by name.
        """
        return self._channel.call(
            operations.FIELD_EXTRACTION, self._scope, {"state": state, "fields": fields}, timeout
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def graph_embeddings_query(
        self,
        text: str | None = None,
        collection: str = "default",
        limit: int = 10,
        rdf_type: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        vector: Sequence[float] | None = None,
        *,
        timeout: float | None = None,
    ) -> GraphEmbeddingsResponse:
        """Find the entities of the knowledge graph whose descriptions are nearest in meaning to a text.

        The text is turned into a vector by the embeddings service of the flow; pass `vector` instead to
        save that. The best match comes first.

        Args:
            text: What to look for.
            collection: Collection to search.
            limit: Entities to return at most.
            rdf_type: IRI of the class that entities must have.
            attributes: Values that attributes of the entities must have, by name; each a value or a
                list of values.
            vector: The vector to look for instead of a text.

        Returns: Entities that are near in meaning, the nearest first.
        Known defect of 2.11.1: The service does not answer when it fails. The call ends when the
            gateway or the client has waited long enough.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.GRAPH_EMBEDDINGS_QUERY,
            self._scope,
            {
                "text": text,
                "collection": collection,
                "limit": limit,
                "rdf_type": rdf_type,
                "attributes": attributes,
                "vector": vector,
            },
            timeout,
        )

    @legacy(
        renamed={"question": "query"},
        ignored={
            "user": RETIRED["user"],
            "max_subgraph_count": RETIRED["max_subgraph_count"],
            "max_entity_distance": RETIRED["max_entity_distance"],
        },
    )
    def graph_rag(
        self,
        query: str,
        collection: str = "default",
        entity_limit: int = 50,
        triple_limit: int = 30,
        max_subgraph_size: int = 1000,
        max_path_length: int = 2,
        edge_score_limit: int = 30,
        edge_limit: int = 25,
        max_reranker_input: int = 350,
        streaming: Literal[False] = False,
        grounding_seeds: Sequence[str] | None = None,
        graph_seeds: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        traversal_instructions: Sequence[TraversalStep | Mapping[str, Any]] | None = None,
        graph: str | None = None,
        user_context: UserContext | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> GraphRagResponse:
        """Answer a question from the knowledge graph.

        The service looks up entities that the question speaks of, walks the graph from them hop by
        hop, keeps the edges that fit the question best, and lets the language model answer from
        those. A limit of 0 means the default of the service.

        With `streaming=True` events that tell where the answer comes from arrive first, then the
        answer in pieces. Without, only the finished answer is returned.

        Args:
            query: The question to answer.
            collection: Collection that holds the graph.
            entity_limit: Entities to start from, shared among the concepts of the question.
            triple_limit: Triples to read for each entity and direction, on each hop.
            max_subgraph_size: Triples in the part of the graph that is looked at.
            max_path_length: Hops to walk from the first entities.
            edge_score_limit: Edges that pass a first comparison with the question.
            edge_limit: Edges to keep on each hop.
            max_reranker_input: Edges to compare with the question on each hop; the rest is cut off.
            streaming: Only sockets can stream; here it stays False.
            grounding_seeds: Concepts to look up instead of those that the language model finds in the
                question. Excludes `graph_seeds`.
            graph_seeds: IRIs of the entities to start from, instead of looking any up. Excludes
                `grounding_seeds`.
            languages: Language tags, such as `en`, of the literals to use; an empty tag means literals
                without one. All when left out.
            traversal_instructions: What to follow: first for the entities to start from, then hop by
                hop.
            graph: IRI of the named graph to read. The default graph when left out.
            user_context: Person to answer; the graph store may hide triples from them.

        Returns: The finished answer of graph RAG.
        Known defect of 2.11.1: The service takes `max_subgraph_size` and `edge_score_limit` and
            makes no use of them.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.GRAPH_RAG,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "entity-limit": entity_limit,
                "triple-limit": triple_limit,
                "max-subgraph-size": max_subgraph_size,
                "max-path-length": max_path_length,
                "edge-score-limit": edge_score_limit,
                "edge-limit": edge_limit,
                "max-reranker-input": max_reranker_input,
                "streaming": streaming,
                "grounding-seeds": grounding_seeds,
                "graph-seeds": graph_seeds,
                "languages": languages,
                "traversal-instructions": traversal_instructions,
                "graph": graph,
                "user-context": user_context,
            },
            timeout,
        )

    def image_to_text(
        self,
        image: bytes,
        mime_type: str,
        prompt: str | None = None,
        system: str | None = None,
        *,
        timeout: float | None = None,
    ) -> ImageToTextResponse:
        """Let the language model describe an image.

        Args:
            image: The bytes of the image file.
            mime_type: Its format, such as `image/png`.
            prompt: What to say about it. The service has a text of its own for this.
            system: Tells the model how to behave.

        Returns: What an image shows.
        Known defect of 2.11.1: The gateway drops the error of a failed description and sends none.
            The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.IMAGE_TO_TEXT,
            self._scope,
            {"image": image, "mime_type": mime_type, "prompt": prompt, "system": system},
            timeout,
        )

    def mcp_tool(
        self, name: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Any:
        """Call a tool, and return what it answers.

        That is a string, or whatever JSON says. The tool is one of the configuration items of type `mcp`.

        Args:
            name: Name of the tool.
            parameters: What the tool is to work on.

        Returns: The answer of a tool that gives text. The answer of a tool that gives JSON,
            decoded.
        Known defect of 2.11.1: The gateway drops the error of a failed tool and sends nothing, as
            it does for an empty text. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.MCP_TOOL, self._scope, {"name": name, "parameters": parameters}, timeout
        )

    def nlp_query(
        self, question: str, max_results: int = 100, *, timeout: float | None = None
    ) -> NlpQueryResponse:
        """Turn a question into a GraphQL query, as `rows_query` takes it.

        The language model chooses among the schemas that the configuration has. The query is not run;
        `structured_query` does both.

        Args:
            question: The question.
            max_results: Rows that the query is to ask for at most.

        Returns: A question as a GraphQL query.
        """
        return self._channel.call(
            operations.NLP_QUERY, self._scope, {"question": question, "max_results": max_results}, timeout
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def prompt(
        self,
        id: str,
        variables: Mapping[str, Any] | None = None,
        streaming: Literal[False] = False,
        terms: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
    ) -> PromptResponse:
        """Fill in a prompt template and let the language model answer it.

        A template asks either for text, found in `text`, or for JSON, found in `object` as JSON
        text. With `streaming=True` the text arrives as it is written, in pieces, JSON included.

        Args:
            id: Name of the template: a key of the configuration items of type `prompt`.
            variables: Values for the template by name; anything that JSON can say.
            streaming: Only sockets can stream; here it stays False.
            terms: The same as `variables`, but each value already JSON text. Ignored when there are
                variables.

        Returns: The answer to a prompt template: either text or an object.
        Known defect of 2.11.1: The gateway drops the error of a failed prompt, such as that of an
            unknown template, and sends an answer with neither text nor object. The call fails, but
            nothing says why.
        """
        return self._channel.call(
            operations.PROMPT,
            self._scope,
            {"id": id, "variables": variables, "streaming": streaming, "terms": terms},
            timeout,
        )

    def rerank(
        self,
        queries: Sequence[RerankQuery | Mapping[str, Any]],
        documents: Sequence[RerankDocument | Mapping[str, Any]],
        limit: int = 10,
        *,
        timeout: float | None = None,
    ) -> RerankResponse:
        """Compare texts with questions, and return the best ones first.

        Each text appears once at most, with the question that it fits best.

        Args:
            queries: The questions.
            documents: The texts.
            limit: Texts to return at most.

        Returns: The texts that fit, the best one first.
        Known defect of 2.11.1: The gateway drops the error of a failed comparison and sends no
            results. Where there were texts to compare, none in the answer means that it failed.
        """
        return self._channel.call(
            operations.RERANK,
            self._scope,
            {"queries": queries, "documents": documents, "limit": limit},
            timeout,
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def row_embeddings_query(
        self,
        text: str | None = None,
        schema_name: str = "",
        collection: str = "default",
        index_name: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        limit: int = 10,
        vector: Sequence[float] | None = None,
        *,
        timeout: float | None = None,
    ) -> RowEmbeddingsResponse:
        """Find the rows whose indexed fields are nearest in meaning to a text.

        The text is turned into a vector by the embeddings service of the flow; pass `vector` instead to
        save that. The best match comes first.

        Args:
            text: What to look for.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`; empty
                for any.
            collection: Collection to search.
            index_name: Index to search; all when left out.
            attributes: Values that attributes of the rows must have, by name; each a value or a list of
                values.
            limit: Rows to return at most.
            vector: The vector to look for instead of a text.

        Returns: Rows that are near in meaning, the nearest first.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.ROW_EMBEDDINGS_QUERY,
            self._scope,
            {
                "text": text,
                "schema_name": schema_name,
                "collection": collection,
                "index_name": index_name,
                "attributes": attributes,
                "limit": limit,
                "vector": vector,
            },
            timeout,
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def rows_query(
        self,
        query: str,
        collection: str = "default",
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
        *,
        timeout: float | None = None,
    ) -> RowsResponse:
        """Ask for rows with a GraphQL query.

        Fields of the query that fail are no exception: what could be read is in `data`, and `errors`
        tells of the rest. Look at it before trusting the data.

        Args:
            query: The query in GraphQL.
            collection: Collection that holds the rows.
            variables: Variables of the query by name.
            operation_name: Which operation of the query to run, where it has several.

        Returns: What a GraphQL query found.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.ROWS_QUERY,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "variables": variables,
                "operation_name": operation_name,
            },
            timeout,
        )

    def sparql_query(
        self,
        query: str,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        streaming: Literal[False] = False,
        batch_size: int = 20,
        *,
        timeout: float | None = None,
    ) -> SparqlResponse:
        """Run a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE.

        `query_type` of the result tells which, and so whether `bindings`, `ask_result` or `triples` holds
        it. The values of a binding stand in the order of `variables`.

        With `streaming=True` the solutions of a SELECT arrive in batches while the query runs; all else
        arrives as one batch.

        Args:
            query: The query in SPARQL 1.1.
            collection: Collection to search.
            limit: Results at most.
            user_context: Person who asks; the graph store may hide triples from them.
            streaming: Only sockets can stream; here it stays False.
            batch_size: Solutions that the gateway sends in one message of a stream.

        Returns: The answer to a SPARQL query.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.SPARQL_QUERY,
            self._scope,
            {
                "query": query,
                "collection": collection,
                "limit": limit,
                "user-context": user_context,
                "streaming": streaming,
                "batch-size": batch_size,
            },
            timeout,
        )

    def detect_type(self, sample: str, *, timeout: float | None = None) -> str:
        """Find out the format of some data: `csv`, `json` or `xml`.

        `diagnose_data` also tells how certain that is.

        Args:
            sample: The beginning of the data.

        Returns: Format of the data: `csv`, `json` or `xml`.
        Known defect of 2.11.1: The gateway drops the error of a failed call, and a format that was
            not recognised looks the same. The call fails, but nothing says why.
        """
        return self._channel.call(operations.DETECT_TYPE, self._scope, {"sample": sample}, timeout)

    def generate_descriptor(
        self,
        sample: str,
        data_type: Literal["csv", "json", "xml"] | str,
        schema_name: str,
        options: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> Any:
        """Let the language model write a descriptor: how data of this kind is read into rows of a schema.

        Args:
            sample: The beginning of the data.
            data_type: Format of the data.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`.
            options: More about the data, such as the delimiter of a CSV file.

        Returns: How the data is read into rows of a schema.
        Known defect of 2.11.1: The gateway drops the error of a failed call, such as that of an
            unknown schema. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.GENERATE_DESCRIPTOR,
            self._scope,
            {"sample": sample, "type": data_type, "schema-name": schema_name, "options": options},
            timeout,
        )

    def diagnose_data(
        self,
        sample: str,
        schema_name: str | None = None,
        options: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> DiagnosisResponse:
        """Find out the format of some data, and let the language model write a descriptor for it.

        That is `detect_type` and `generate_descriptor` in one.

        Args:
            sample: The beginning of the data.
            schema_name: Schema of the rows, a key of the configuration items of type `schema`. The
                first one when left out.
            options: More about the data, such as the delimiter of a CSV file.

        Returns: What a sample of data is, and how to read it.
        Known defect of 2.11.1: The gateway drops the error of a failed call, such as that of an
            unknown schema. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.DIAGNOSE_DATA,
            self._scope,
            {"sample": sample, "schema-name": schema_name, "options": options},
            timeout,
        )

    def schema_selection(
        self, sample: str, options: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[str]:
        """Let the language model find the schemas that fit some data.

        Args:
            sample: The beginning of the data.
            options: More about the data.

        Returns: Names of schemas that fit.
        Known defect of 2.11.1: The gateway drops the error of a failed call, and sends no schemas.
            That looks the same as finding none.
        """
        return self._channel.call(
            operations.SCHEMA_SELECTION, self._scope, {"sample": sample, "options": options}, timeout
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def structured_query(
        self, question: str, collection: str = "default", *, timeout: float | None = None
    ) -> StructuredQueryResponse:
        """Answer a question with rows of structured data.

        The question is turned into a GraphQL query, as by `nlp_query`, which is then run. Fields that fail
        are no exception: what could be read is in `data`, and `errors` tells of the rest.

        Args:
            question: The question.
            collection: Collection that holds the rows.

        Returns: The answer to a question about structured data.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        """
        return self._channel.call(
            operations.STRUCTURED_QUERY,
            self._scope,
            {"question": question, "collection": collection},
            timeout,
        )

    @legacy(ignored={"user": RETIRED["user"]})
    def text_completion(
        self,
        system: str,
        prompt: str,
        streaming: Literal[False] = False,
        response_format: Literal["json"] | str | None = None,
        schema: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> TextCompletionResponse:
        """Let the language model answer a prompt.

        With `streaming=True` the text arrives as it is written, in pieces.

        Args:
            system: Tells the model how to behave; may be empty.
            prompt: What the model is to answer.
            streaming: Only sockets can stream; here it stays False.
            response_format: `json` makes the model write JSON; give a schema with it.
            schema: JSON Schema that the answer must fit; counts only with `response_format`.

        Returns: What a language model wrote.
        Known defect of 2.11.1: The gateway drops the error of a failed completion and sends an
            answer without text. The call fails, but nothing says why.
        """
        return self._channel.call(
            operations.TEXT_COMPLETION,
            self._scope,
            {
                "system": system,
                "prompt": prompt,
                "streaming": streaming,
                "response_format": response_format,
                "schema": schema,
            },
            timeout,
        )

    def list_models(self, *, timeout: float | None = None) -> list[ModelInfo]:
        """List the language models that the backend offers.

        Not every backend can tell.

        Returns: Models of the backend; only in answer to `list_models`.
        Known defect of 2.11.1: The gateway drops the error of a backend that cannot list its
            models, and leaves an empty list out. Both look alike, and the call fails without a
            reason.
        """
        return self._channel.call(operations.LIST_MODELS, self._scope, {}, timeout)

    def thru(self, name: str, request: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Send any JSON to a service of the flow, and return what it answers.

        The flow must have an interface of that name for requests and responses. Of several messages
        this returns the last; `thru_stream` hands on all of them. Over REST the gateway finds the
        workspace in what is sent, so the service gets it, too.

        Args:
            name: Name of the service's interface.
            request: What to send, as it is.

        Returns: The answer, as JSON.
        Known defect of 2.11.1: Over REST the gateway asks for a capability that no role has, so all
            calls are refused where tokens are checked. On sockets it asks for none.
        """
        return self._channel.call(operations.THRU, self._scope, {"name": name, "request": request}, timeout)

    @legacy(ignored={"user": RETIRED["user"]})
    def triples_query(
        self,
        s: rdf.Term | str | None = None,
        p: rdf.Term | str | None = None,
        o: rdf.Term | str | None = None,
        g: str | None = None,
        collection: str = "default",
        limit: int = 10000,
        user_context: UserContext | Mapping[str, Any] | None = None,
        streaming: Literal[False] = False,
        batch_size: int = 20,
        *,
        timeout: float | None = None,
    ) -> list[rdf.Triple]:
        """Find the triples that match a pattern.

        Whatever is left out of subject, predicate and object matches everything. A plain string
        means an IRI as subject or predicate and a literal as object; pass `Uri("...")` for an
        object that is an IRI.

        With `streaming=True` triples arrive in batches while the query runs, and are handed on one
        by one.

        Args:
            s: Subject.
            p: Predicate.
            o: Object.
            g: IRI of the named graph, or `*` for all graphs. The default graph when left out. See the
                known defects for what stores make of it.
            collection: Collection to search.
            limit: Triples to return at most.
            user_context: Person who asks; the graph store may hide triples from them.
            streaming: Only sockets can stream; here it stays False.
            batch_size: Triples that the gateway sends in one message of a stream.

        Returns: The triples.
        Known defect of 2.11.1: REST calls are authorised without their workspace.
        Known defect of 2.11.1: The Cassandra store takes a graph that is left out for all graphs,
            the empty string for the default graph, and `*` for a graph of that name.
        Known defect of 2.11.1: The Cassandra store keeps only the kind of the object: a blank node
            or a quoted triple as subject comes back as an IRI.
        """
        return self._channel.call(
            operations.TRIPLES_QUERY,
            self._scope,
            {
                "s": terms_.encode_term(s, "s"),
                "p": terms_.encode_term(p, "p"),
                "o": terms_.encode_term(o, "o"),
                "g": g,
                "collection": collection,
                "limit": limit,
                "user-context": user_context,
                "streaming": streaming,
                "batch-size": batch_size,
            },
            timeout,
        )
