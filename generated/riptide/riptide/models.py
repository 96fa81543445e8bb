# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""Responses and their parts, as pydantic models."""

from __future__ import annotations

from typing import Any, Literal

from gatewright.model import Model, TextModel
from pydantic import ConfigDict, Field


class AdaptiveStopStats(Model):
    """Whether a spider still finds something new."""

    pages_analyzed: int = 0
    """Pages that were looked at."""
    consecutive_low_gain: int = 0
    """Pages in succession with little new."""
    current_gain_average: float | None = None
    """How much is new."""
    detected_site_type: str = ""
    """Kind of the site."""
    avg_quality_score: float | None = None
    """How good pages are."""
    avg_analysis_time: Duration | None = None
    """Time that looking at one took."""
    window_full: bool = False
    """Enough pages were looked at."""


class BatchProfiles(Model):
    """What became of several profiles."""

    created: list[str] = []
    """Domains whose profiles were made."""
    failed: list[FailedProfile] = Field([], validate_default=True)
    """The others."""


class BrowserPool(Model):
    """How the browsers are."""

    stats: PoolStatus | None = None
    """How busy they are."""
    launcher_stats: LauncherStats | None = None
    """What they have done."""
    health: str = ""
    """`healthy` or not."""


class BrowserResult(Model):
    """What an action in a browser gave."""

    success: bool
    """It worked."""
    result: Any | None = None
    """What it gave; depends on the action."""
    duration_ms: int = 0
    """Milliseconds that it took."""
    messages: list[str] = []
    """What happened, in words."""


class BrowserSession(Model):
    """A browser session."""

    session_id: str
    """Its id."""
    pool_stats: PoolStatus | None = None
    """How busy the browsers are."""
    created_at: str = ""
    """When it was made, in ISO 8601."""
    expires_at: str = ""
    """When it is closed, in ISO 8601."""


class CacheStatus(Model):
    """The engine that is remembered for a domain."""

    has_cached_engine: bool = False
    """There is one."""
    is_valid: bool = False
    """It has not expired."""
    engine: str | None = None
    """The engine."""
    confidence: float | None = None
    """How well it did, from 0 to 1."""
    expires_at: str | None = None
    """When it is forgotten, in ISO 8601."""


class ChunkingConfig(Model):
    """How to cut documents into chunks. A server gives no answer to one that is incomplete."""

    chunking_mode: Literal["sliding", "fixed", "sentence", "topic", "html-aware"] | str
    """Where to cut."""
    chunk_size: int
    """Tokens of the largest chunk, such as 1000."""
    overlap_size: int
    """Tokens that two chunks share, such as 100."""
    min_chunk_size: int
    """Characters of the smallest chunk, such as 200."""
    preserve_sentences: bool | None = None
    """Cut between sentences only; True unless given."""
    topic_config: TopicConfig | None = None
    """How to find where a topic ends."""


class ClearedCaches(Model):
    """Engines that were forgotten."""

    success: bool = False
    """It worked."""
    cleared: int = 0
    """How many were forgotten."""
    failed: int = 0
    """How many were not."""
    message: str = ""
    """What was done, in words."""


class ConnectionStatus(Model):
    """How a connection is."""

    session_id: str = ""
    """The connection."""
    connected_duration_ms: int = 0
    """Milliseconds since it was opened."""
    is_healthy: bool = False
    """The client reads fast enough."""
    message_count: int = 0
    """Messages that were sent over it."""
    backpressure_count: int = 0
    """Messages that had to wait or were left out."""


class ContentAnalysis(Model):
    """What was found on a page."""

    has_react: bool = False
    """It uses React."""
    has_vue: bool = False
    """It uses Vue."""
    has_angular: bool = False
    """It uses Angular."""
    has_spa_markers: bool = False
    """It looks made by scripts."""
    has_anti_scraping: bool = False
    """It is guarded against crawlers."""
    content_ratio: float = 0
    """Share of content, from 0 to 1."""
    has_main_content: bool = False
    """It marks its main content."""
    visible_text_density: float = 0
    """Share of text that shows, from 0 to 1."""
    has_placeholders: bool = False
    """It has placeholders."""


class ContentMetadata(Model):
    """Facts about the content of a page."""

    author: str | None = None
    """Who wrote it."""
    publish_date: str | None = None
    """When it was published."""
    word_count: int = 0
    """Number of words."""
    language: str | None = None
    """Its language."""


class Cookie(Model):
    """A cookie."""

    name: str
    """Its name."""
    value: str
    """Its value."""
    domain: str | None = None
    """Domain that it is for."""
    path: str | None = None
    """Path that it is for."""
    expires: str | None = None
    """When it expires, in seconds since 1970, as text."""
    secure: bool = False
    """Only over HTTPS."""
    http_only: bool = False
    """Hidden from scripts."""


class CrawlError(Model):
    """Why a page could not be had."""

    error_type: str = ""
    """Kind of the error."""
    message: str = ""
    """What happened, in words."""
    retryable: bool = False
    """It may work another time."""


class CrawlOptions(Model):
    """
    How to crawl. What is left out is the server's choice, as each field tells. Fields that the server
    does not know are ignored by it.
    """

    concurrency: int | None = None
    """Most pages at a time; 16 unless given."""
    cache_mode: Literal["enabled", "bypass", "read_through"] | str | None = None
    """What to do with pages that the server has; read_through unless given."""
    dynamic_wait_for: str | None = None
    """CSS selector of an element to wait for."""
    scroll_steps: int | None = None
    """How often to scroll down; 8 unless given."""
    token_chunk_max: int | None = None
    """Most tokens in a chunk; 1200 unless given."""
    token_overlap: int | None = None
    """Tokens that two chunks share; 120 unless given."""
    render_mode: Literal["Static", "Dynamic", "Adaptive", "Pdf", "Html", "Markdown"] | str | None = None
    """How to render a page; Adaptive unless given."""
    output_format: Literal["Document", "NdJson", "Chunked", "Text", "Markdown"] | str | None = None
    """What to make of a page; Document unless given."""
    use_spider: bool | None = None
    """Follow links, too."""
    spider_max_depth: int | None = None
    """Most links from a page."""
    spider_strategy: str | None = None
    """Order in which links are followed."""
    chunking_config: ChunkingConfig | None = None
    """How to cut documents into chunks."""
    skip_extraction: bool | None = None
    """Fetch pages, and extract nothing."""


class CrawlResponse(Model):
    """All pages of a crawl."""

    total_urls: int
    """Pages that were asked for."""
    successful: int
    """Pages that could be had."""
    failed: int
    """Pages that could not."""
    from_cache: int = 0
    """Pages that the server had."""
    results: list[CrawlResult]
    """The pages."""
    statistics: CrawlStatistics | None = None
    """How the crawl went."""


class CrawlResult(Model):
    """One page of a crawl."""

    url: str
    """Its address."""
    status: int
    """HTTP status; 0 if it could not be had."""
    from_cache: bool = False
    """The server had it."""
    gate_decision: str = ""
    """How it was rendered: `raw`, `probes_first`, `headless`, `cached` or `failed`."""
    quality_score: float = 0
    """How good the extraction is, from 0 to 1."""
    processing_time_ms: int = 0
    """Milliseconds that it took."""
    document: Document | None = None
    """Its content; None if it could not be had."""
    error: CrawlError | None = None
    """Why it could not be had."""
    cache_key: str = ""
    """What the server keeps it under."""


class CrawlStatistics(Model):
    """How a crawl went."""

    total_processing_time_ms: int = 0
    """Milliseconds that it took."""
    avg_processing_time_ms: float = 0
    """Milliseconds that a page took."""
    gate_decisions: GateDecisions | None = None
    """How pages were rendered."""
    cache_hit_rate: float = 0
    """Share of pages that the server had, from 0 to 1."""


class Dependencies(Model):
    """What a server depends on."""

    redis: ServiceHealth | None = None
    """Redis."""
    extractor: ServiceHealth | None = None
    """The extractor."""
    http_client: ServiceHealth | None = None
    """The HTTP client."""
    headless_service: ServiceHealth | None = None
    """The browsers, if there are any."""
    spider_engine: ServiceHealth | None = None
    """The spider, if there is one."""
    worker_service: ServiceHealth | None = None
    """The workers, if there are any."""


class Document(Model):
    """The content of a page or file."""

    url: str = ""
    """Its address."""
    title: str | None = None
    """Its title."""
    text: str = ""
    """Its text."""
    quality_score: int | None = None
    """How good the extraction is, from 0 to 100."""
    links: list[str] = []
    """Addresses that it links to."""
    byline: str | None = None
    """Who wrote it."""
    published_iso: str | None = None
    """When it was published, in ISO 8601."""
    markdown: str | None = None
    """The text as Markdown."""
    media: list[str] = []
    """Addresses of pictures and the like."""
    language: str | None = None
    """Its language."""
    reading_time: int | None = None
    """Minutes that reading it takes."""
    word_count: int | None = None
    """Number of words."""
    categories: list[str] = []
    """What it is about."""
    site_name: str | None = None
    """Name of the site."""
    description: str | None = None
    """What it says about itself."""
    html: str | None = None
    """The page itself."""
    parser_metadata: ParserMetadata | None = None
    """How it was extracted."""


class DomainConfig(Model):
    """All settings for a domain."""

    stealth_level: str = "medium"
    """How much to hide that nobody sits before the browser."""
    rate_limit: float = 1.0
    """Requests in a second."""
    respect_robots_txt: bool = True
    """Heed robots.txt."""
    ua_strategy: str = "random"
    """How to choose the name of the browser."""
    schema_: str | None = Field(None, alias="schema")
    """Schema of the content to extract."""
    confidence_threshold: float = 0.7
    """How good an extraction must be, from 0 to 1."""
    enable_javascript: bool = False
    """Run scripts."""
    request_timeout_secs: int = 30
    """Seconds that a page may take."""
    custom_headers: dict[str, str] = {}
    """Headers to send."""
    proxy: str | None = None
    """Address of a proxy."""


class DomainMetadata(Model):
    """Notes and figures about a domain."""

    description: str | None = None
    """What it is."""
    tags: list[str] = []
    """Words to find it by."""
    author: str | None = None
    """Who made the profile."""
    total_requests: int = 0
    """Requests to it."""
    success_rate: float = 0
    """Share that went well, from 0 to 1."""
    avg_response_time_ms: int = 0
    """Milliseconds that one took."""
    last_accessed: str | None = None
    """When it was last asked, in ISO 8601."""


class DomainPatterns(Model):
    """Addresses that belong to a domain."""

    subdomain_regex: list[str] = []
    """Regular expressions for subdomains."""
    path_patterns: list[str] = []
    """Paths to crawl."""
    exclude_patterns: list[str] = []
    """Paths to leave out."""


class DomainProfile(Model):
    """Settings for a domain, and what is known of it."""

    name: str = ""
    """Name of the profile."""
    domain: str
    """Name of the domain."""
    version: str = ""
    """Version of the profile's format."""
    created_at: str = ""
    """When it was made, in ISO 8601."""
    updated_at: str = ""
    """When it was last changed, in ISO 8601."""
    config: DomainConfig | None = None
    """Settings."""
    baseline: dict[str, Any] | None = None
    """How the site looked when it was last analysed."""
    metadata: DomainMetadata | None = None
    """Notes and figures."""
    patterns: DomainPatterns | None = None
    """Addresses that belong to it."""
    preferred_engine: str | None = None
    """Engine that is remembered for it."""
    last_success_confidence: float | None = None
    """How well that engine did, from 0 to 1."""
    engine_cache_expires_at: str | None = None
    """When that engine is forgotten, in ISO 8601."""


class Duration(Model):
    """A length of time."""

    secs: int = 0
    """Whole seconds."""
    nanos: int = 0
    """Nanoseconds besides."""


class EngineDecision(Model):
    """The engine that suits a page."""

    engine: Literal["Auto", "Raw", "Wasm", "Headless"] | str
    """The engine."""
    confidence: float = 0
    """How sure that is, from 0 to 100."""
    reasons: list[str] = []
    """Why, in words."""
    analysis: ContentAnalysis | None = None
    """What was found on the page; `analyze` only."""
    flags: EngineFlags | None = None
    """Tests that were made."""


class EngineFlags(Model):
    """Tests for the choice of an engine."""

    use_visible_text_density: bool | None = None
    """See how much of the page is text that shows."""
    detect_placeholders: bool | None = None
    """Look for placeholders that a script will fill."""
    probe_first_spa: bool | None = None
    """Try pages made by scripts without a browser first."""


class EngineStats(Model):
    """How often each engine was chosen."""

    total_requests: int = 0
    """Choices in all."""
    engine_counts: dict[str, int] = {}
    """Engine to choices."""
    engine_percentages: dict[str, float] = {}
    """Engine to share, from 0 to 100."""
    probe_first_enabled: bool = False
    """Pages made by scripts are tried without a browser first."""


class ExtractOptions(Model):
    """How to extract content."""

    strategy: str | None = None
    """How to go about it, such as `multi`, `native`, `wasm` or `css`; `multi` unless given."""
    quality_threshold: float | None = None
    """How good an extraction must be, from 0 to 1."""
    timeout_ms: int | None = None
    """Milliseconds that it may take."""
    include_html: bool | None = None
    """Return the page, too. Later servers only."""


class ExtractionResult(TextModel):
    """The content of a page."""

    model_config = ConfigDict(json_schema_extra={"text": "content"})
    url: str
    """Its address."""
    title: str | None = None
    """Its title."""
    content: str
    """Its content."""
    metadata: ContentMetadata | None = None
    """Facts about it."""
    strategy_used: str = ""
    """How it was extracted."""
    quality_score: float = 0
    """How good the extraction is, from 0 to 1."""
    extraction_time_ms: int = 0
    """Milliseconds that it took."""
    parser_metadata: ParserMetadata | None = None
    """How it was extracted."""
    raw_html: str | None = None
    """The page itself. Later servers only."""


class FailedProfile(Model):
    """A profile that could not be made."""

    domain: str
    """Name of the domain."""
    error: str = ""
    """Why, in words."""


class FrontierStats(Model):
    """Pages that wait for a spider."""

    total_requests: int = 0
    """How many there are."""
    requests_by_priority: dict[str, int] = {}
    """How many of each priority."""
    requests_by_host: dict[str, int] = {}
    """How many on each host."""
    average_depth: float = 0
    """Mean number of links from a seed."""
    memory_usage: int = 0
    """Bytes of memory."""
    disk_spillover_active: bool = False
    """Some wait on disk."""
    request_add_rate: float = 0
    """Pages that join in a second."""
    request_process_rate: float = 0
    """Pages that are done in a second."""


class GateDecisions(Model):
    """How many pages were rendered in which way."""

    raw: int = 0
    """As they came."""
    probes_first: int = 0
    """Tried without a browser, then perhaps with one."""
    headless: int = 0
    """In a browser."""
    cached: int = 0
    """The server had them."""


class HealthStatus(Model):
    """How a server is."""

    status: str
    """`healthy` or `unhealthy`."""
    version: str = ""
    """Its version."""
    timestamp: str = ""
    """Its time, in ISO 8601."""
    uptime: int = 0
    """Seconds since it was started."""
    dependencies: Dependencies | None = None
    """What it depends on."""
    metrics: SystemMetrics | None = None
    """Figures about it."""


class Job(Model):
    """How a job is."""

    job_id: str
    """Its id."""
    status: Literal["Pending", "Delayed", "Processing", "Completed", "Failed", "Retrying", "DeadLetter"] | str
    """Its state."""
    created_at: str = ""
    """When it was queued, in ISO 8601."""
    started_at: str | None = None
    """When it was begun, in ISO 8601."""
    completed_at: str | None = None
    """When it was done, in ISO 8601."""
    worker_id: str | None = None
    """Who does it."""
    retry_count: int = 0
    """How often it was begun anew."""
    last_error: str | None = None
    """Why it failed last."""
    processing_time_ms: int | None = None
    """Milliseconds that it took."""
    metadata: dict[str, Any] = {}
    """Notes that came with it."""


class JobItem(Model):
    """One of several jobs."""

    job_id: str
    """Its id."""
    job_type: str = ""
    """Its kind, such as `batch_crawl`."""
    status: Literal["Pending", "Delayed", "Processing", "Completed", "Failed", "Retrying", "DeadLetter"] | str
    """Its state."""
    priority: str = ""
    """How soon it is done."""
    created_at: str = ""
    """When it was queued, in ISO 8601."""
    started_at: str | None = None
    """When it was begun, in ISO 8601."""
    completed_at: str | None = None
    """When it was done, in ISO 8601."""
    worker_id: str | None = None
    """Who does it."""
    retry_count: int = 0
    """How often it was begun anew."""


class JobList(Model):
    """Jobs."""

    jobs: list[JobItem]
    """The jobs."""
    total: int = 0
    """How many there are."""
    limit: int = 0
    """Most jobs in an answer."""
    offset: int = 0
    """Jobs that were left out at the beginning."""


class JobResult(Model):
    """What a job gave."""

    job_id: str
    """Its id."""
    success: bool
    """It worked."""
    data: Any | None = None
    """What it gave."""
    error: str | None = None
    """Why it failed."""
    processing_time_ms: int = 0
    """Milliseconds that it took."""
    worker_id: str = ""
    """Who did it."""
    completed_at: str = ""
    """When it was done, in ISO 8601."""


class JobType(Model):
    """What a job does. Which fields it needs depends on its type."""

    type: Literal["batch_crawl", "single_crawl", "maintenance", "custom"] | str
    """Kind of the job."""
    urls: list[str] | None = None
    """batch_crawl: the addresses."""
    url: str | None = None
    """single_crawl: the address."""
    options: CrawlOptions | None = None
    """batch_crawl, single_crawl: how to crawl."""
    task_type: str | None = None
    """maintenance: the task."""
    parameters: dict[str, Any] | None = None
    """maintenance: what the task needs."""
    job_name: str | None = None
    """custom: name of the job."""
    payload: Any | None = None
    """custom: what the job needs."""


class LauncherStats(Model):
    """What browsers have done."""

    total_requests: int = 0
    """Requests in all."""
    successful_requests: int = 0
    """Requests that went well."""
    failed_requests: int = 0
    """Requests that did not."""
    avg_response_time_ms: float = 0
    """Milliseconds that one took."""
    stealth_requests: int = 0
    """Requests in hiding."""
    non_stealth_requests: int = 0
    """The others."""


class ParserMetadata(Model):
    """How content was extracted."""

    parser_used: str = ""
    """Name of the parser."""
    confidence_score: float | None = None
    """How sure it is, from 0 to 1."""
    fallback_occurred: bool = False
    """It was not the first that was tried."""
    parse_time_ms: int = 0
    """Milliseconds that it took."""
    extraction_path: str | None = None
    """What was tried."""
    primary_error: str | None = None
    """Why the first failed."""


class PdfCapabilities(Model):
    """What a server can read of PDF files."""

    text_extraction: bool = False
    """Text."""
    image_extraction: bool = False
    """Pictures."""
    metadata_extraction: bool = False
    """What a file says about itself."""
    table_extraction: bool = False
    """Tables."""
    form_extraction: bool = False
    """Forms."""
    encrypted_pdfs: bool = False
    """Files under a password."""
    max_file_size_mb: int = 0
    """Megabytes of the longest file."""
    supported_versions: list[str] = []
    """Versions of the format."""


class PdfFeatures(Model):
    """How a server can work on PDF files."""

    progress_streaming: bool = False
    """It can tell how it goes."""
    concurrent_processing: bool = False
    """It can read several at a time."""
    memory_monitoring: bool = False
    """It watches its memory."""
    performance_metrics: bool = False
    """It measures what it does."""


class PdfMetrics(Model):
    """What a server can do with PDF files."""

    status: str = ""
    """`healthy` or not."""
    pdf_processing_available: bool = False
    """It can read them at all."""
    capabilities: PdfCapabilities | None = None
    """What it can read."""
    features: PdfFeatures | None = None
    """How it can work."""


class PdfResult(Model):
    """The content of a PDF file."""

    success: bool
    """It could be read."""
    document: Document | None = None
    """The content; None if it could not be read."""
    error: str | None = None
    """Why it could not be read."""
    stats: PdfStats | None = None
    """What it took."""


class PdfStats(Model):
    """What the extraction of a PDF file took."""

    processing_time_ms: int = 0
    """Milliseconds."""
    file_size: int = 0
    """Bytes of the file."""
    pages_processed: int = 0
    """Pages."""
    memory_used: int = 0
    """Bytes of memory."""
    pages_per_second: float = 0
    """Pages in a second."""
    progress_overhead_us: int | None = None
    """Microseconds that telling of progress took."""


class PingResult(Model):
    """The answer to a ping."""

    timestamp: str = Field("", json_schema_extra={"also": ["server_time"]})
    """The server's time, in ISO 8601."""
    session_id: str = ""
    """The connection."""
    latency_ms: float = 0
    """Milliseconds from the ping to its answer, measured by the client. Connecting is not part of it."""


class PoolStatus(Model):
    """How busy browsers are."""

    available: int = 0
    """Browsers that wait."""
    in_use: int = 0
    """Browsers that work."""
    total_capacity: int = 0
    """Most browsers."""
    utilization_percent: float = 0
    """Share that works, from 0 to 100."""


class ProbeFirst(Model):
    """Answer to the switch."""

    enabled: bool | None = Field(None, json_schema_extra={"also": ["probe_first_enabled"]})
    """Whether it is on."""
    message: str = ""
    """What was done, in words."""


class ProfileConfig(Model):
    """Settings for a domain."""

    stealth_level: Literal["none", "low", "medium", "high"] | str | None = None
    """How much to hide that nobody sits before the browser; medium unless given."""
    rate_limit: float | None = None
    """Requests in a second; 1 unless given."""
    respect_robots_txt: bool | None = None
    """Heed robots.txt; True unless given."""
    ua_strategy: Literal["fixed", "rotate", "random"] | str | None = None
    """How to choose the name of the browser; random unless given."""
    confidence_threshold: float | None = None
    """How good an extraction must be, from 0 to 1; 0.7 unless given."""
    enable_javascript: bool | None = None
    """Run scripts; False unless given."""
    request_timeout_secs: int | None = None
    """Seconds that a page may take; 30 unless given."""


class ProfileMetadata(Model):
    """What to note about a domain."""

    description: str | None = None
    """What it is."""
    tags: list[str] = []
    """Words to find it by."""
    author: str | None = None
    """Who made the profile."""


class ProfileMetrics(Model):
    """How well remembered engines serve."""

    total_profiles: int = 0
    """Domains with a profile."""
    cached_profiles: int = 0
    """Domains with a remembered engine."""
    cache_hit_rate: float = 0
    """Share of requests that one served, from 0 to 1."""
    avg_confidence: float = 0
    """How well they did, from 0 to 1."""
    expired_caches: int = 0
    """Engines that were forgotten."""


class ProfileRequest(Model):
    """A domain with its settings."""

    domain: str
    """Name of the domain."""
    config: ProfileConfig | None = None
    """Settings; others keep their defaults."""
    metadata: ProfileMetadata | None = None
    """What to note about it."""


class ProfileStats(Model):
    """How requests to a domain went."""

    domain: str
    """Name of the domain."""
    total_requests: int = 0
    """Requests to it."""
    success_rate: float = 0
    """Share that went well, from 0 to 1."""
    avg_response_time_ms: int = 0
    """Milliseconds that one took."""
    last_accessed: str | None = None
    """When it was last asked, in ISO 8601."""
    cache_status: CacheStatus | None = None
    """The engine that is remembered for it."""


class QueueStats(Model):
    """How many jobs are in which state."""

    pending: int = 0
    """They wait."""
    processing: int = 0
    """They are under way."""
    completed: int = 0
    """They are done."""
    failed: int = 0
    """They failed."""
    retry: int = 0
    """They wait for another attempt."""
    delayed: int = 0
    """They wait for their time."""
    total: int = 0
    """All of them."""


class RetryConfig(Model):
    """What to do when a job fails."""

    max_attempts: int | None = None
    """Most attempts."""
    initial_delay_secs: int | None = None
    """Seconds before the second attempt."""
    backoff_multiplier: float | None = None
    """What each delay is multiplied with to get the next."""
    max_delay_secs: int | None = None
    """Seconds of the longest delay."""
    use_jitter: bool | None = None
    """Vary delays at random."""


class ScheduledJob(Model):
    """A job that is done again and again."""

    id: str
    """Its id."""
    name: str
    """Its name."""
    cron_expression: str = ""
    """When it is done."""
    enabled: bool = False
    """It is done at all."""
    priority: str = ""
    """How soon it is done."""
    created_at: str = ""
    """When it was made, in ISO 8601."""
    last_executed_at: str | None = None
    """When it was last done, in ISO 8601."""
    next_execution_at: str | None = None
    """When it will be done, in ISO 8601."""
    execution_count: int = 0
    """How often it was done."""


class SearchHit(Model):
    """A page that was found."""

    title: str = ""
    """Its title."""
    url: str
    """Its address."""
    snippet: str = ""
    """Some of its text."""
    position: int = 0
    """Its place among the results, from 1."""


class SearchResponse(Model):
    """What a search found."""

    query: str
    """What was searched for."""
    results: list[SearchHit]
    """Pages that were found."""
    total_results: int = 0
    """How many there are."""
    provider_used: str = ""
    """The search provider."""
    search_time_ms: int = 0
    """Milliseconds that it took."""


class ServiceHealth(Model):
    """How a part of a server is."""

    status: Literal["healthy", "unhealthy", "unknown"] | str
    """How it is."""
    message: str | None = None
    """What is wrong, in words."""
    response_time_ms: int | None = None
    """Milliseconds that it took to answer."""
    last_check: str = ""
    """When that was seen, in ISO 8601."""


class Session(Model):
    """A session with its own cookies and browser data."""

    session_id: str
    """Its id."""
    user_data_dir: str = ""
    """Folder of its browser data on the server."""
    created_at: str = ""
    """When it was made, in seconds since 1970, as text."""
    last_accessed: str | None = None
    """When it was last used, in seconds since 1970, as text."""
    expires_at: str = ""
    """When it expires, in seconds since 1970, as text."""
    cookie_count: int | None = None
    """Number of its cookies."""
    total_domains: int | None = None
    """Number of domains that they are for."""


class SessionStats(Model):
    """Counts of sessions."""

    total_sessions: int = 0
    """Sessions that there are."""
    expired_sessions_cleaned: int | None = None
    """Sessions that were cleared away."""
    last_cleanup_time: str | None = None
    """When that was last done."""


class SpiderControl(Model):
    """Answer to a command."""

    status: str = ""
    """`stopped` or `reset`."""


class SpiderPerformance(Model):
    """How fast a spider is."""

    pages_per_second: float = 0
    """Pages in a second."""
    avg_response_time: Duration | None = None
    """Time that a page took."""
    memory_usage: int = 0
    """Bytes of memory."""
    error_rate: float = 0
    """Share of pages that could not be had, from 0 to 1."""


class SpiderResult(Model):
    """What a spider did."""

    result: SpiderSummary | None = None
    """What it found."""
    state: SpiderState | None = None
    """How it is."""
    performance: SpiderPerformance | None = None
    """How fast it was."""


class SpiderState(Model):
    """How a spider is."""

    active: bool = False
    """It works."""
    pages_crawled: int = 0
    """Pages that could be had."""
    pages_failed: int = 0
    """Pages that could not."""
    frontier_size: int = 0
    """Pages that wait."""
    active_domains: list[str] = []
    """Domains that it goes to."""


class SpiderStatus(Model):
    """How a spider is, with figures if they were asked for."""

    state: SpiderState
    """How it is."""
    performance: SpiderPerformance | None = None
    """How fast it is."""
    frontier_stats: FrontierStats | None = None
    """What waits."""
    adaptive_stop_stats: AdaptiveStopStats | None = None
    """Whether it still finds something new."""


class SpiderSummary(Model):
    """What a spider found."""

    pages_crawled: int = 0
    """Pages that could be had."""
    pages_failed: int = 0
    """Pages that could not."""
    duration_seconds: float = 0
    """Seconds that it took."""
    stop_reason: str = ""
    """Why it stopped."""
    domains: list[str] = []
    """Domains that it went to."""
    discovered_urls: list[str] = []
    """Addresses that it found, if `result_mode` is `urls`."""


class SubmittedJob(Model):
    """Answer to a job."""

    job_id: str
    """Id of the job."""
    status: str = ""
    """`submitted`."""
    submitted_at: str = ""
    """When it was queued, in ISO 8601."""
    message: str = ""
    """What was done, in words."""


class SystemMetrics(Model):
    """Figures about a server."""

    memory_usage_bytes: int = 0
    """Bytes of memory."""
    active_connections: int = 0
    """Connections that are open."""
    total_requests: int = 0
    """Requests since it was started."""
    requests_per_second: float = 0
    """Requests in a second."""
    avg_response_time_ms: float = 0
    """Milliseconds that one took."""
    cpu_usage_percent: float | None = None
    """Use of the processor, from 0 to 100."""
    disk_usage_bytes: int | None = None
    """Bytes on disk."""
    file_descriptor_count: int | None = None
    """Files that are open."""
    thread_count: int | None = None
    """Threads."""
    load_average: list[float] | None = None
    """Load over 1, 5 and 15 minutes."""


class TopicConfig(Model):
    """How to find where a topic ends. A server gives no answer to one that is incomplete."""

    window_size: int
    """How much text is compared, such as 100."""
    smoothing_passes: int
    """How often differences are smoothed, such as 2."""
    topic_chunking: bool
    """Cut at the ends of topics."""


class WarmedCache(Model):
    """The engine that was found for a domain."""

    success: bool = False
    """One was found."""
    domain: str = ""
    """Name of the domain."""
    cached_engine: str | None = None
    """The engine."""
    confidence: float | None = None
    """How well it did, from 0 to 1."""
    message: str = ""
    """What was done, in words."""


class WorkerStats(Model):
    """What the workers have done."""

    total_workers: int = 0
    """Workers that there are."""
    healthy_workers: int = 0
    """Workers that are well."""
    total_jobs_processed: int = 0
    """Jobs that they did."""
    total_jobs_failed: int = 0
    """Jobs that failed."""
    is_running: bool = False
    """They work."""
