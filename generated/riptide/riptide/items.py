# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""What arrives by itself, and items of streams: light classes, and functions that make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gatewright.operation import Message
from gatewright.record import Record


@dataclass(slots=True)
class StreamingResult(Record):
    """One item of a stream; also stands for item types that this client does not know.

    Attributes:
        event_type: Item type.
        data: All fields of the item as they came.
    """

    event_type: str = ""
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class CrawlMetadata(StreamingResult):
    """The first item of a crawl.

    Attributes:
        total_urls: Pages that were asked for; 0 where they are yet to be found.
        session_id: The connection; on the socket only.
        request_id: The request; over HTTP only.
        timestamp: When the crawl began, in ISO 8601.
        stream_type: `crawl` or `deepsearch`.
        retry_interval_ms: Milliseconds after which a broken stream of events may be asked for
            again.
    """

    total_urls: int = 0
    session_id: str = ""
    request_id: str = ""
    timestamp: str = ""
    stream_type: str = ""
    retry_interval_ms: int | None = None


@dataclass(slots=True)
class CrawlResultItem(StreamingResult):
    """One page of a crawl.

    Attributes:
        index: Its place among `urls`, from 0.
        result: The page, with the fields of `CrawlResult`.
        progress: How far the crawl is: `completed` of `total`, and `success_rate` from 0 to 1.
            Empty in streams of events.
        processing_time_ms: Milliseconds since the crawl began; in streams of events only.
    """

    index: int = 0
    result: dict[str, Any] = field(default_factory=dict[str, Any])
    progress: dict[str, Any] = field(default_factory=dict[str, Any])
    processing_time_ms: int | None = None


@dataclass(slots=True)
class CrawlProgress(StreamingResult):
    """How far a crawl is; over HTTP, and after every fifth page of more than ten.

    Attributes:
        operation_id: `crawl_stream`.
        operation_type: `batch_crawl`.
        started_at: When the crawl began, in ISO 8601.
        current_phase: `processing`.
        progress_percentage: From 0 to 100.
        items_completed: Pages that are done.
        items_total: Pages that were asked for.
        estimated_completion: When it may be done, in ISO 8601.
        current_item: Address of the last page.
    """

    operation_id: str = ""
    operation_type: str = ""
    started_at: str = ""
    current_phase: str = ""
    progress_percentage: float = 0.0
    items_completed: int = 0
    items_total: int = 0
    estimated_completion: str | None = None
    current_item: str | None = None


@dataclass(slots=True)
class CrawlSummary(StreamingResult):
    """The last item of a crawl.

    Attributes:
        total_urls: Pages that were asked for.
        successful: Pages that could be had.
        failed: Pages that could not.
        total_processing_time_ms: Milliseconds that the crawl took.
        from_cache: Pages that the server had; over HTTP only.
        cache_hit_rate: Share of them, from 0 to 1; over HTTP only.
    """

    total_urls: int = 0
    successful: int = 0
    failed: int = 0
    total_processing_time_ms: int = 0
    from_cache: int | None = None
    cache_hit_rate: float | None = None


@dataclass(slots=True)
class CrawlCount(StreamingResult):
    """How far a crawl is; in streams of events.

    Attributes:
        completed: Pages that are done.
        total: Pages that were asked for.
        success_rate: Share of pages that could be had, from 0 to 1.
        cache_hit_rate: Share of pages that the server had, from 0 to 1.
    """

    completed: int = 0
    total: int = 0
    success_rate: float = 0.0
    cache_hit_rate: float = 0.0


@dataclass(slots=True)
class CrawlPhase(StreamingResult):
    """How fast a crawl goes; in streams of events, after every tenth page of more than 20.

    Attributes:
        phase: `processing`.
        items_processed: Pages that are done.
        items_remaining: Pages that are not.
        estimated_completion: When it may be done, in ISO 8601.
        throughput_per_minute: Pages in a minute.
    """

    phase: str = ""
    items_processed: int = 0
    items_remaining: int = 0
    estimated_completion: str | None = None
    throughput_per_minute: float = 0.0


@dataclass(slots=True)
class CrawlComplete(CrawlSummary):
    """The last item of a crawl in a stream of events.

    Attributes:
        average_processing_time_ms: Milliseconds that a page took.
    """

    average_processing_time_ms: float = 0.0


@dataclass(slots=True)
class SearchFound(StreamingResult):
    """What a search found.

    Attributes:
        query: What was searched for.
        urls_found: Pages that were found.
        search_time_ms: Milliseconds that the search took.
    """

    query: str = ""
    urls_found: int = 0
    search_time_ms: int = 0


@dataclass(slots=True)
class SearchResultItem(StreamingResult):
    """One page that was found.

    Attributes:
        index: Its place among what was found, from 0.
        search_result: What the search engine says of it: `url`, `rank`, `search_title`,
            `search_snippet`.
        crawl_result: The page, with the fields of `CrawlResult`; None if it was not crawled.
    """

    index: int = 0
    search_result: dict[str, Any] = field(default_factory=dict[str, Any])
    crawl_result: dict[str, Any] | None = None


@dataclass(slots=True)
class SearchSummary(StreamingResult):
    """The last item of a deep search.

    Attributes:
        query: What was searched for.
        total_urls_found: Pages that were found.
        total_processing_time_ms: Milliseconds that all took.
        status: `completed`.
    """

    query: str = ""
    total_urls_found: int = 0
    total_processing_time_ms: int = 0
    status: str = ""


@dataclass(slots=True)
class PdfEvent(StreamingResult):
    """What any item about the extraction of a PDF file says.

    Attributes:
        pages_per_second: Pages in a second.
        average_progress_overhead_us: Microseconds that telling of progress takes.
        memory_usage_mb: Megabytes of memory.
    """

    pages_per_second: float | None = None
    average_progress_overhead_us: int | None = None
    memory_usage_mb: float | None = None


@dataclass(slots=True)
class PdfStarted(PdfEvent):
    """The first item.

    Attributes:
        details: `total_pages`, `file_size` in bytes, `timestamp`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class PdfProgress(PdfEvent):
    """How far it is.

    Attributes:
        details: `current_page` of `total_pages`, `percentage` from 0 to 100,
            `estimated_remaining_ms`, `stage`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class PdfStageChanged(PdfEvent):
    """Another part of the work begins.

    Attributes:
        details: `stage`, `timestamp`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class PdfCompleted(PdfEvent):
    """The last item, when it went well.

    Attributes:
        details: `result`, `timestamp`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class PdfFailed(PdfEvent):
    """The last item, when it did not.

    Attributes:
        details: `error` in words, `timestamp`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class PdfKeepAlive(PdfEvent):
    """Says only that the server still works.

    Attributes:
        details: `timestamp`.
    """

    details: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class Welcome(Record):
    """The server's greeting.

    Attributes:
        session_id: Identifies the connection; new for each.
        server_time: The server's time, in ISO 8601.
        protocol_version: Version of the protocol.
        supported_operations: Requests that the server knows.
    """

    session_id: str = ""
    server_time: str = ""
    protocol_version: str = ""
    supported_operations: list[str] = field(default_factory=list[str])


PdfExtractWithProgressItem: TypeAlias = (
    PdfStarted | PdfProgress | PdfStageChanged | PdfCompleted | PdfFailed | PdfKeepAlive | StreamingResult
)
"""What a stream of `pdf.extract_with_progress` consists of."""

StreamingCrawlItem: TypeAlias = (
    CrawlMetadata | CrawlResultItem | CrawlProgress | CrawlSummary | StreamingResult
)
"""What a stream of `streaming.crawl` consists of."""

StreamingCrawlEventsItem: TypeAlias = (
    CrawlMetadata | CrawlCount | CrawlResultItem | CrawlPhase | CrawlComplete | StreamingResult
)
"""What a stream of `streaming.crawl_events` consists of."""

StreamingDeepsearchItem: TypeAlias = (
    CrawlMetadata | SearchFound | SearchResultItem | SearchSummary | StreamingResult
)
"""What a stream of `streaming.deepsearch` consists of."""


def decode_pdf_extract_with_progress(message: Message) -> PdfExtractWithProgressItem:
    """The item that is one message of the stream of `pdf.extract_with_progress`."""
    _, kind, body = message
    get = body.get
    if kind == "Started":
        return PdfStarted(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("Started") or {},
        )
    if kind == "Progress":
        return PdfProgress(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("Progress") or {},
        )
    if kind == "StageChanged":
        return PdfStageChanged(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("StageChanged") or {},
        )
    if kind == "Completed":
        return PdfCompleted(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("Completed") or {},
        )
    if kind == "Failed":
        return PdfFailed(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("Failed") or {},
        )
    if kind == "KeepAlive":
        return PdfKeepAlive(
            kind,
            body,
            get("pages_per_second"),
            get("average_progress_overhead_us"),
            get("memory_usage_mb"),
            get("KeepAlive") or {},
        )
    return StreamingResult(kind or "", body)


def decode_streaming_crawl(message: Message) -> StreamingCrawlItem:
    """The item that is one message of the stream of `streaming.crawl`."""
    _, kind, body = message
    get = body.get
    if kind == "metadata":
        return CrawlMetadata(
            kind,
            body,
            get("total_urls") or 0,
            get("session_id") or "",
            get("request_id") or "",
            get("timestamp") or "",
            get("stream_type") or "",
            get("retry_interval_ms"),
        )
    if kind == "result":
        return CrawlResultItem(
            kind,
            body,
            get("index") or 0,
            get("result") or {},
            get("progress") or {},
            get("processing_time_ms"),
        )
    if kind == "progress":
        return CrawlProgress(
            kind,
            body,
            get("operation_id") or "",
            get("operation_type") or "",
            get("started_at") or "",
            get("current_phase") or "",
            get("progress_percentage") or 0.0,
            get("items_completed") or 0,
            get("items_total") or 0,
            get("estimated_completion"),
            get("current_item"),
        )
    if kind == "summary":
        return CrawlSummary(
            kind,
            body,
            get("total_urls") or 0,
            get("successful") or 0,
            get("failed") or 0,
            get("total_processing_time_ms") or 0,
            get("from_cache"),
            get("cache_hit_rate"),
        )
    return StreamingResult(kind or "", body)


def decode_streaming_crawl_events(message: Message) -> StreamingCrawlEventsItem:
    """The item that is one message of the stream of `streaming.crawl_events`."""
    _, kind, body = message
    get = body.get
    if kind == "metadata":
        return CrawlMetadata(
            kind,
            body,
            get("total_urls") or 0,
            get("session_id") or "",
            get("request_id") or "",
            get("timestamp") or "",
            get("stream_type") or "",
            get("retry_interval_ms"),
        )
    if kind == "progress":
        return CrawlCount(
            kind,
            body,
            get("completed") or 0,
            get("total") or 0,
            get("success_rate") or 0.0,
            get("cache_hit_rate") or 0.0,
        )
    if kind == "result":
        return CrawlResultItem(
            kind,
            body,
            get("index") or 0,
            get("result") or {},
            get("progress") or {},
            get("processing_time_ms"),
        )
    if kind == "status":
        return CrawlPhase(
            kind,
            body,
            get("phase") or "",
            get("items_processed") or 0,
            get("items_remaining") or 0,
            get("estimated_completion"),
            get("throughput_per_minute") or 0.0,
        )
    if kind == "complete":
        return CrawlComplete(
            kind,
            body,
            get("total_urls") or 0,
            get("successful") or 0,
            get("failed") or 0,
            get("total_processing_time_ms") or 0,
            get("from_cache"),
            get("cache_hit_rate"),
            get("average_processing_time_ms") or 0.0,
        )
    return StreamingResult(kind or "", body)


def decode_streaming_deepsearch(message: Message) -> StreamingDeepsearchItem:
    """The item that is one message of the stream of `streaming.deepsearch`."""
    _, kind, body = message
    get = body.get
    if kind == "metadata":
        return CrawlMetadata(
            kind,
            body,
            get("total_urls") or 0,
            get("session_id") or "",
            get("request_id") or "",
            get("timestamp") or "",
            get("stream_type") or "",
            get("retry_interval_ms"),
        )
    if kind == "search":
        return SearchFound(kind, body, get("query") or "", get("urls_found") or 0, get("search_time_ms") or 0)
    if kind == "result":
        return SearchResultItem(
            kind, body, get("index") or 0, get("search_result") or {}, get("crawl_result")
        )
    if kind == "summary":
        return SearchSummary(
            kind,
            body,
            get("query") or "",
            get("total_urls_found") or 0,
            get("total_processing_time_ms") or 0,
            get("status") or "",
        )
    return StreamingResult(kind or "", body)


def decode_greeting(message: Message) -> Welcome:
    """The greeting."""
    _, _, body = message
    get = body.get
    return Welcome(
        get("session_id") or "",
        get("server_time") or "",
        get("protocol_version") or "",
        get("supported_operations") or [],
    )
