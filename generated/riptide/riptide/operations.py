# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""What the runtime needs to know of each operation: one constant for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gatewright.operation import Operation, Result, StreamOperation, StreamRule

from . import items

if TYPE_CHECKING:
    from .items import (
        PdfExtractWithProgressItem,
        StreamingCrawlEventsItem,
        StreamingCrawlItem,
        StreamingDeepsearchItem,
    )
    from .models import (
        BatchProfiles,
        BrowserPool,
        BrowserResult,
        BrowserSession,
        ClearedCaches,
        ConnectionStatus,
        Cookie,
        CrawlResponse,
        DomainProfile,
        EngineDecision,
        EngineStats,
        ExtractionResult,
        HealthStatus,
        Job,
        JobList,
        JobResult,
        PdfMetrics,
        PdfResult,
        PingResult,
        ProbeFirst,
        ProfileMetrics,
        ProfileStats,
        QueueStats,
        ScheduledJob,
        SearchResponse,
        Session,
        SessionStats,
        SpiderControl,
        SpiderResult,
        SpiderStatus,
        WarmedCache,
        WorkerStats,
    )

BROWSER_CREATE_SESSION: Operation[BrowserSession] = Operation(
    name="browser.create_session", path="/api/v1/browser/session", result=Result("BrowserSession"), long=True
)
BROWSER_EXECUTE_ACTION: Operation[BrowserResult] = Operation(
    name="browser.execute_action", path="/api/v1/browser/action", result=Result("BrowserResult"), long=True
)
BROWSER_NAVIGATE: Operation[BrowserResult] = Operation(
    name="browser.navigate",
    path="/api/v1/browser/action",
    body={"action_type": "navigate"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_CLICK: Operation[BrowserResult] = Operation(
    name="browser.click",
    path="/api/v1/browser/action",
    body={"action_type": "click"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_TYPE_TEXT: Operation[BrowserResult] = Operation(
    name="browser.type_text",
    path="/api/v1/browser/action",
    body={"action_type": "type_text"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_SCREENSHOT: Operation[BrowserResult] = Operation(
    name="browser.screenshot",
    path="/api/v1/browser/action",
    body={"action_type": "screenshot"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_EXECUTE_SCRIPT: Operation[BrowserResult] = Operation(
    name="browser.execute_script",
    path="/api/v1/browser/action",
    body={"action_type": "execute_script"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_GET_CONTENT: Operation[BrowserResult] = Operation(
    name="browser.get_content",
    path="/api/v1/browser/action",
    body={"action_type": "get_content"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_WAIT_FOR_ELEMENT: Operation[BrowserResult] = Operation(
    name="browser.wait_for_element",
    path="/api/v1/browser/action",
    body={"action_type": "wait_for_element"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_RENDER_PDF: Operation[BrowserResult] = Operation(
    name="browser.render_pdf",
    path="/api/v1/browser/action",
    body={"action_type": "render_pdf"},
    result=Result("BrowserResult"),
    long=True,
)
BROWSER_GET_POOL_STATUS: Operation[BrowserPool] = Operation(
    name="browser.get_pool_status",
    method="GET",
    path="/api/v1/browser/pool/status",
    result=Result("BrowserPool"),
    idempotent=True,
)
BROWSER_CLOSE_SESSION: Operation[None] = Operation(
    name="browser.close_session",
    method="DELETE",
    path="/api/v1/browser/session/{session_id}",
    in_path=("session_id",),
)
CRAWL_BATCH: Operation[CrawlResponse] = Operation(
    name="crawl.batch",
    path="/api/v1/crawl",
    lists=("urls",),
    models={"options": "CrawlOptions"},
    result=Result("CrawlResponse"),
    long=True,
)
ENGINE_ANALYZE: Operation[EngineDecision] = Operation(
    name="engine.analyze", path="/engine/analyze", result=Result("EngineDecision")
)
ENGINE_DECIDE: Operation[EngineDecision] = Operation(
    name="engine.decide",
    path="/engine/decide",
    models={"flags": "EngineFlags"},
    result=Result("EngineDecision"),
)
ENGINE_GET_STATS: Operation[EngineStats] = Operation(
    name="engine.get_stats", method="GET", path="/engine/stats", result=Result("EngineStats"), idempotent=True
)
ENGINE_TOGGLE_PROBE_FIRST: Operation[ProbeFirst] = Operation(
    name="engine.toggle_probe_first", method="PUT", path="/engine/probe-first", result=Result("ProbeFirst")
)
EXTRACT_EXTRACT: Operation[ExtractionResult] = Operation(
    name="extract.extract",
    path="/api/v1/extract",
    models={"options": "ExtractOptions"},
    result=Result("ExtractionResult"),
    long=True,
)
EXTRACT_EXTRACT_ARTICLE: Operation[ExtractionResult] = Operation(
    name="extract.extract_article",
    path="/api/v1/extract",
    body={"mode": "article"},
    models={"options": "ExtractOptions"},
    result=Result("ExtractionResult"),
    long=True,
)
EXTRACT_EXTRACT_MARKDOWN: Operation[ExtractionResult] = Operation(
    name="extract.extract_markdown",
    path="/api/v1/extract",
    body={"mode": "markdown"},
    models={"options": "ExtractOptions"},
    result=Result("ExtractionResult"),
    long=True,
)
EXTRACT_EXTRACT_PRODUCT: Operation[ExtractionResult] = Operation(
    name="extract.extract_product",
    path="/api/v1/extract",
    body={"mode": "product"},
    models={"options": "ExtractOptions"},
    result=Result("ExtractionResult"),
    long=True,
)
HEALTH_CHECK: Operation[HealthStatus] = Operation(
    name="health.check", method="GET", path="/healthz", result=Result("HealthStatus"), idempotent=True
)
PDF_EXTRACT: Operation[PdfResult] = Operation(
    name="pdf.extract", path="/pdf/process", result=Result("PdfResult"), long=True
)
PDF_EXTRACT_WITH_PROGRESS: StreamOperation[None, PdfExtractWithProgressItem] = StreamOperation(
    name="pdf.extract_with_progress",
    path="/pdf/process-stream",
    body={"stream_progress": True},
    stream=StreamRule(
        decode=items.decode_pdf_extract_with_progress,
        whole=True,
        keys=(
            ("Started", "Started"),
            ("Progress", "Progress"),
            ("StageChanged", "StageChanged"),
            ("Completed", "Completed"),
            ("Failed", "Failed"),
            ("KeepAlive", "KeepAlive"),
        ),
        end=("Completed", "Failed"),
    ),
    media="ndjson",
    long=True,
)
PDF_GET_METRICS: Operation[PdfMetrics] = Operation(
    name="pdf.get_metrics", method="GET", path="/pdf/healthz", result=Result("PdfMetrics"), idempotent=True
)
PROFILES_CREATE: Operation[DomainProfile] = Operation(
    name="profiles.create",
    path="/api/v1/profiles",
    models={"config": "ProfileConfig", "metadata": "ProfileMetadata"},
    result=Result("DomainProfile"),
)
PROFILES_GET: Operation[DomainProfile] = Operation(
    name="profiles.get",
    method="GET",
    path="/api/v1/profiles/{domain}",
    in_path=("domain",),
    result=Result("DomainProfile"),
    idempotent=True,
)
PROFILES_UPDATE: Operation[DomainProfile] = Operation(
    name="profiles.update",
    method="PUT",
    path="/api/v1/profiles/{domain}",
    in_path=("domain",),
    models={"config": "ProfileConfig", "metadata": "ProfileMetadata"},
    result=Result("DomainProfile"),
)
PROFILES_DELETE: Operation[None] = Operation(
    name="profiles.delete", method="DELETE", path="/api/v1/profiles/{domain}", in_path=("domain",)
)
PROFILES_LIST: Operation[list[DomainProfile]] = Operation(
    name="profiles.list",
    method="GET",
    path="/api/v1/profiles",
    query=("filter",),
    result=Result("DomainProfile", many=True),
    idempotent=True,
)
PROFILES_SEARCH: Operation[list[DomainProfile]] = Operation(
    name="profiles.search",
    method="GET",
    path="/api/v1/profiles/search",
    query=("query",),
    result=Result("DomainProfile", many=True),
    idempotent=True,
)
PROFILES_GET_STATS: Operation[ProfileStats] = Operation(
    name="profiles.get_stats",
    method="GET",
    path="/api/v1/profiles/{domain}/stats",
    in_path=("domain",),
    result=Result("ProfileStats"),
    idempotent=True,
)
PROFILES_GET_METRICS: Operation[ProfileMetrics] = Operation(
    name="profiles.get_metrics",
    method="GET",
    path="/api/v1/profiles/metrics",
    result=Result("ProfileMetrics"),
    idempotent=True,
)
PROFILES_BATCH_CREATE: Operation[BatchProfiles] = Operation(
    name="profiles.batch_create",
    path="/api/v1/profiles/batch",
    lists=("profiles",),
    models={"profiles": "ProfileRequest"},
    result=Result("BatchProfiles"),
)
PROFILES_WARM_CACHE: Operation[WarmedCache] = Operation(
    name="profiles.warm_cache",
    path="/api/v1/profiles/{domain}/warm",
    in_path=("domain",),
    result=Result("WarmedCache"),
    long=True,
)
PROFILES_CLEAR_ALL_CACHES: Operation[ClearedCaches] = Operation(
    name="profiles.clear_all_caches",
    method="DELETE",
    path="/api/v1/profiles/clear",
    result=Result("ClearedCaches"),
)
SEARCH_SEARCH: Operation[SearchResponse] = Operation(
    name="search.search",
    method="GET",
    path="/api/v1/search",
    query=("q", "limit", "country", "language", "provider"),
    result=Result("SearchResponse"),
    idempotent=True,
)
SESSIONS_CREATE: Operation[Session] = Operation(
    name="sessions.create", path="/sessions", result=Result("Session")
)
SESSIONS_LIST: Operation[Any] = Operation(
    name="sessions.list",
    method="GET",
    path="/sessions",
    query=("include_expired", "limit"),
    result=Result(json=True),
    idempotent=True,
)
SESSIONS_GET: Operation[Session] = Operation(
    name="sessions.get",
    method="GET",
    path="/sessions/{session_id}",
    in_path=("session_id",),
    result=Result("Session"),
    idempotent=True,
)
SESSIONS_DELETE: Operation[None] = Operation(
    name="sessions.delete", method="DELETE", path="/sessions/{session_id}", in_path=("session_id",)
)
SESSIONS_EXTEND: Operation[None] = Operation(
    name="sessions.extend", path="/sessions/{session_id}/extend", in_path=("session_id",)
)
SESSIONS_SET_COOKIE: Operation[None] = Operation(
    name="sessions.set_cookie", path="/sessions/{session_id}/cookies", in_path=("session_id",)
)
SESSIONS_GET_COOKIES: Operation[list[Cookie]] = Operation(
    name="sessions.get_cookies",
    method="GET",
    path="/sessions/{session_id}/cookies/{domain}",
    in_path=("session_id", "domain"),
    result=Result("Cookie", many=True),
    idempotent=True,
)
SESSIONS_GET_STATS: Operation[SessionStats] = Operation(
    name="sessions.get_stats",
    method="GET",
    path="/sessions/stats",
    result=Result("SessionStats"),
    idempotent=True,
)
SPIDER_CRAWL: Operation[SpiderResult] = Operation(
    name="spider.crawl",
    path="/spider/crawl",
    query=("result_mode",),
    lists=("seed_urls",),
    result=Result("SpiderResult"),
    long=True,
)
SPIDER_STATUS: Operation[SpiderStatus] = Operation(
    name="spider.status", path="/spider/status", result=Result("SpiderStatus"), idempotent=True
)
SPIDER_CONTROL: Operation[SpiderControl] = Operation(
    name="spider.control", path="/spider/control", result=Result("SpiderControl")
)
STREAMING_CRAWL: StreamOperation[None, StreamingCrawlItem] = StreamOperation(
    name="streaming.crawl",
    path="/crawl/stream",
    frame={"operation": "crawl"},
    lists=("urls",),
    models={"options": "CrawlOptions"},
    stream=StreamRule(
        decode=items.decode_streaming_crawl,
        whole=True,
        keys=(
            ("metadata", "stream_type"),
            ("result", "result"),
            ("progress", "operation_id"),
            ("summary", "successful"),
        ),
        end=("summary",),
    ),
    media="ndjson",
    long=True,
)
STREAMING_CRAWL_EVENTS: StreamOperation[None, StreamingCrawlEventsItem] = StreamOperation(
    name="streaming.crawl_events",
    path="/crawl/sse",
    lists=("urls",),
    models={"options": "CrawlOptions"},
    stream=StreamRule(decode=items.decode_streaming_crawl_events, whole=True, end=("complete",)),
    media="sse",
    long=True,
)
STREAMING_DEEPSEARCH: StreamOperation[None, StreamingDeepsearchItem] = StreamOperation(
    name="streaming.deepsearch",
    path="/deepsearch/stream",
    models={"crawl_options": "CrawlOptions"},
    stream=StreamRule(
        decode=items.decode_streaming_deepsearch,
        whole=True,
        keys=(
            ("metadata", "stream_type"),
            ("search", "urls_found"),
            ("result", "search_result"),
            ("summary", "status"),
        ),
        end=("summary",),
    ),
    media="ndjson",
    long=True,
)
STREAMING_PING: Operation[PingResult] = Operation(
    name="streaming.ping",
    frame={"operation": "ping"},
    result=Result("PingResult", measure="latency_ms"),
    idempotent=True,
)
STREAMING_STATUS: Operation[ConnectionStatus] = Operation(
    name="streaming.status", frame={"operation": "status"}, result=Result("ConnectionStatus"), idempotent=True
)
WORKERS_SUBMIT_JOB: Operation[str] = Operation(
    name="workers.submit_job",
    path="/workers/jobs",
    models={"job_type": "JobType", "retry_config": "RetryConfig"},
    result=Result("SubmittedJob", fields=("job_id",)),
)
WORKERS_LIST_JOBS: Operation[JobList] = Operation(
    name="workers.list_jobs",
    method="GET",
    path="/workers/jobs",
    query=("status", "job_type", "limit", "offset", "search"),
    result=Result("JobList"),
    idempotent=True,
)
WORKERS_GET_JOB_STATUS: Operation[Job] = Operation(
    name="workers.get_job_status",
    method="GET",
    path="/workers/jobs/{job_id}",
    in_path=("job_id",),
    result=Result("Job"),
    idempotent=True,
)
WORKERS_GET_JOB_RESULT: Operation[JobResult] = Operation(
    name="workers.get_job_result",
    method="GET",
    path="/workers/jobs/{job_id}/result",
    in_path=("job_id",),
    result=Result("JobResult"),
    idempotent=True,
)
WORKERS_GET_QUEUE_STATS: Operation[QueueStats] = Operation(
    name="workers.get_queue_stats",
    method="GET",
    path="/workers/stats/queue",
    result=Result("QueueStats"),
    idempotent=True,
)
WORKERS_GET_WORKER_STATS: Operation[WorkerStats] = Operation(
    name="workers.get_worker_stats",
    method="GET",
    path="/workers/stats/workers",
    result=Result("WorkerStats"),
    idempotent=True,
)
WORKERS_CREATE_SCHEDULED_JOB: Operation[ScheduledJob] = Operation(
    name="workers.create_scheduled_job",
    path="/workers/schedule",
    models={"job_template": "JobType", "retry_config": "RetryConfig"},
    result=Result("ScheduledJob"),
)
