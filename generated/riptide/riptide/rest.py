# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""Calls over HTTP, for blocking code."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import operations

if TYPE_CHECKING:
    from gatewright.sync import RestChannel, Stream

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
        Cookie,
        CrawlOptions,
        CrawlResponse,
        DomainProfile,
        EngineDecision,
        EngineFlags,
        EngineStats,
        ExtractionResult,
        ExtractOptions,
        HealthStatus,
        Job,
        JobList,
        JobResult,
        JobType,
        PdfMetrics,
        PdfResult,
        ProbeFirst,
        ProfileConfig,
        ProfileMetadata,
        ProfileMetrics,
        ProfileRequest,
        ProfileStats,
        QueueStats,
        RetryConfig,
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


class Streaming:
    """Crawls whose results arrive as they are done.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def crawl(
        self,
        urls: Sequence[str],
        options: CrawlOptions | Mapping[str, Any] | None = None,
        *,
        on_message: Callable[[StreamingCrawlItem], object] | None = None,
        timeout: float | None = None,
    ) -> Stream[StreamingCrawlItem]:
        """Crawl pages, and get each as soon as it is done.

        First comes a `CrawlMetadata`, then a `CrawlResultItem` for each page in the order in which
        they are done (`index` is its place among `urls`), last a `CrawlSummary`. Over HTTP a
        `CrawlProgress` comes after every fifth page of more than ten. A page that could not be had
        is a result with an error in it; the crawl goes on.

        A socket carries one crawl at a time; others go over another socket, or wait.

        Args:
            urls: Up to 100 addresses, with http or https; no private ones, and no names of Windows
                programs in them.
            options: How to crawl.
            on_message: Called with each item just before the stream hands it on; may be a coroutine
                function.

        Returns: A stream of `StreamingCrawlItem`.
        Known defect of 0.9.0: A request that the server cannot read gets no answer on the socket.
            The client refuses options that do not fit `CrawlOptions`; what else there is ends in
            `RequestTimeout`.
        Known defect of 0.9.0: A client that reads slowly loses messages without notice, the summary
            too; it then gets fewer results than there are pages.
        Known defect of 0.9.0: The server answers no pings during a crawl. The client sends none
            there.
        """
        return self._channel.stream(
            operations.STREAMING_CRAWL, {}, {"urls": urls, "options": options}, timeout, on_message
        )

    crawl_websocket = crawl
    crawl_ndjson = crawl

    def crawl_events(
        self,
        urls: Sequence[str],
        options: CrawlOptions | Mapping[str, Any] | None = None,
        *,
        on_message: Callable[[StreamingCrawlEventsItem], object] | None = None,
        timeout: float | None = None,
    ) -> Stream[StreamingCrawlEventsItem]:
        """Crawl pages, and get each as a server-sent event.

        First comes a `CrawlMetadata`; for each page a `CrawlCount` and a `CrawlResultItem`; now and
        then, with more than 20 pages, a `CrawlPhase`; last a `CrawlComplete`.

        Args:
            urls: Up to 100 addresses, with http or https; no private ones, and no names of Windows
                programs in them.
            options: How to crawl.
            on_message: Called with each item just before the stream hands it on; may be a coroutine
                function.

        Returns: A stream of `StreamingCrawlEventsItem`.
        Known defect of 0.9.0: `Last-Event-ID` is not heeded, so that a broken stream cannot be
            taken up again.
        """
        return self._channel.stream(
            operations.STREAMING_CRAWL_EVENTS, {}, {"urls": urls, "options": options}, timeout, on_message
        )

    crawl_sse = crawl_events

    def deepsearch(
        self,
        query: str,
        limit: int = 10,
        country: str | None = None,
        locale: str | None = None,
        include_content: bool | None = None,
        crawl_options: CrawlOptions | Mapping[str, Any] | None = None,
        *,
        on_message: Callable[[StreamingDeepsearchItem], object] | None = None,
        timeout: float | None = None,
    ) -> Stream[StreamingDeepsearchItem]:
        """Search the web, crawl what is found, and get each page as soon as it is done.

        First come a `CrawlMetadata` and a `SearchFound`, then a `SearchResultItem` for each page,
        last a `SearchSummary`.

        Args:
            query: What to search for, up to 500 characters.
            limit: Most pages, up to 50.
            country: Where the searcher is, such as `us`.
            locale: Language of the search, such as `en`.
            include_content: Crawl the pages, which is done unless this is False.
            crawl_options: How to crawl them.
            on_message: Called with each item just before the stream hands it on; may be a coroutine
                function.

        Returns: A stream of `StreamingDeepsearchItem`.
        Known defect of 0.9.0: A server without a search provider answers with nothing, and one
            whose search fails ends after the first line. Both are raised as failures, but nothing
            says why.
        """
        return self._channel.stream(
            operations.STREAMING_DEEPSEARCH,
            {},
            {
                "query": query,
                "limit": limit,
                "country": country,
                "locale": locale,
                "include_content": include_content,
                "crawl_options": crawl_options,
            },
            timeout,
            on_message,
        )

    deepsearch_ndjson = deepsearch


class Crawl:
    """Crawls that answer when all is done.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def batch(
        self,
        urls: Sequence[str],
        options: CrawlOptions | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> CrawlResponse:
        """Crawl pages, and get all of them at once.

        A page that could not be had is a result with an error in it. The server gives up after
        30 s; see `streaming.crawl` for crawls that take longer.

        Args:
            urls: Up to 100 addresses, with http or https; no private ones, and no names of Windows
                programs in them.
            options: How to crawl.

        Returns: All pages of a crawl.
        """
        return self._channel.call(operations.CRAWL_BATCH, {}, {"urls": urls, "options": options}, timeout)


class Extract:
    """Extracts the content of one page.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def extract(
        self,
        url: str,
        mode: Literal["standard", "article", "product", "markdown"] | str = "standard",
        options: ExtractOptions | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> ExtractionResult:
        """Fetch a page, and extract its content.

        Args:
            url: Address, with http or https.
            mode: What kind of content to look for.
            options: How to extract.

        Returns: The content of a page.
        """
        return self._channel.call(
            operations.EXTRACT_EXTRACT, {}, {"url": url, "mode": mode, "options": options}, timeout
        )

    def extract_article(
        self,
        url: str,
        options: ExtractOptions | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> ExtractionResult:
        """Fetch a page, and extract the article on it.

        Args:
            url: Address, with http or https.
            options: How to extract.

        Returns: The content of a page.
        """
        return self._channel.call(
            operations.EXTRACT_EXTRACT_ARTICLE, {}, {"url": url, "options": options}, timeout
        )

    def extract_markdown(
        self,
        url: str,
        options: ExtractOptions | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> ExtractionResult:
        """Fetch a page, and extract its content as Markdown.

        Args:
            url: Address, with http or https.
            options: How to extract.

        Returns: The content of a page.
        """
        return self._channel.call(
            operations.EXTRACT_EXTRACT_MARKDOWN, {}, {"url": url, "options": options}, timeout
        )

    def extract_product(
        self,
        url: str,
        options: ExtractOptions | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> ExtractionResult:
        """Fetch a page, and extract the product on it.

        Args:
            url: Address, with http or https.
            options: How to extract.

        Returns: The content of a page.
        """
        return self._channel.call(
            operations.EXTRACT_EXTRACT_PRODUCT, {}, {"url": url, "options": options}, timeout
        )


class Search:
    """Asks a search engine.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def search(
        self,
        query: str,
        limit: int = 10,
        country: str = "us",
        language: str = "en",
        provider: str | None = None,
        *,
        timeout: float | None = None,
    ) -> SearchResponse:
        """Search the web.

        A server without a search provider raises `Unavailable`. Later servers have no search.

        Args:
            query: What to search for.
            limit: Most results, up to 50.
            country: Where the searcher is.
            language: Language of the results.
            provider: Search provider, such as `serper`; the server's own unless given.

        Returns: What a search found.
        """
        return self._channel.call(
            operations.SEARCH_SEARCH,
            {},
            {"q": query, "limit": limit, "country": country, "language": language, "provider": provider},
            timeout,
        )


class Spider:
    """Crawls that follow links.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def crawl(
        self,
        seed_urls: Sequence[str],
        max_depth: int | None = None,
        max_pages: int | None = None,
        strategy: Literal["breadth_first", "depth_first", "best_first"] | str | None = None,
        timeout_seconds: int | None = None,
        delay_ms: int | None = None,
        concurrency: int | None = None,
        respect_robots: bool | None = None,
        follow_redirects: bool | None = None,
        result_mode: Literal["stats", "urls"] | str | None = None,
        *,
        timeout: float | None = None,
    ) -> SpiderResult:
        """Crawl pages and what they link to, and get a summary.

        A server whose spider is switched off raises `ServiceError`. The server gives up after 30 s.

        Args:
            seed_urls: Addresses to begin with.
            max_depth: Most links from a seed.
            max_pages: Most pages.
            strategy: Order in which links are followed.
            timeout_seconds: Seconds that a page may take.
            delay_ms: Milliseconds between two requests to one host.
            concurrency: Most requests at a time.
            respect_robots: Heed robots.txt.
            follow_redirects: Follow redirects.
            result_mode: `urls` also gives the addresses found; the first servers of this release ignore
                it.

        Returns: What a spider did.
        """
        return self._channel.call(
            operations.SPIDER_CRAWL,
            {},
            {
                "seed_urls": seed_urls,
                "max_depth": max_depth,
                "max_pages": max_pages,
                "strategy": strategy,
                "timeout_seconds": timeout_seconds,
                "delay_ms": delay_ms,
                "concurrency": concurrency,
                "respect_robots": respect_robots,
                "follow_redirects": follow_redirects,
                "result_mode": result_mode,
            },
            timeout,
        )

    def status(self, include_metrics: bool = False, *, timeout: float | None = None) -> SpiderStatus:
        """Ask how the spider is.

        Args:
            include_metrics: Ask for figures, too.

        Returns: How a spider is, with figures if they were asked for.
        """
        return self._channel.call(operations.SPIDER_STATUS, {}, {"include_metrics": include_metrics}, timeout)

    def control(
        self, action: Literal["stop", "reset"] | str, *, timeout: float | None = None
    ) -> SpiderControl:
        """Stop the spider, or make it forget what it has done.

        Args:
            action: What to do.

        Returns: Answer to a command.
        """
        return self._channel.call(operations.SPIDER_CONTROL, {}, {"action": action}, timeout)


class Engine:
    """Chooses how a page is rendered.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def analyze(self, html: str, url: str, *, timeout: float | None = None) -> EngineDecision:
        """Ask which engine suits a page, and what was found on it.

        Args:
            html: The page.
            url: Its address.

        Returns: The engine that suits a page.
        """
        return self._channel.call(operations.ENGINE_ANALYZE, {}, {"html": html, "url": url}, timeout)

    def decide(
        self,
        html: str,
        url: str,
        flags: EngineFlags | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> EngineDecision:
        """Ask which engine suits a page, with some of the tests switched on.

        Args:
            html: The page.
            url: Its address.
            flags: Tests; all are off unless given.

        Returns: The engine that suits a page.
        """
        return self._channel.call(
            operations.ENGINE_DECIDE, {}, {"html": html, "url": url, "flags": flags}, timeout
        )

    def get_stats(self, *, timeout: float | None = None) -> EngineStats:
        """Read how often each engine was chosen.

        Returns: How often each engine was chosen.
        """
        return self._channel.call(operations.ENGINE_GET_STATS, {}, {}, timeout)

    def toggle_probe_first(self, enabled: bool, *, timeout: float | None = None) -> ProbeFirst:
        """Switch on or off that pages made by scripts are tried without a browser first.

        Args:
            enabled: On or off.

        Returns: Answer to the switch.
        Known defect of 0.9.0: The server answers that it is done, and changes nothing.
        """
        return self._channel.call(operations.ENGINE_TOGGLE_PROBE_FIRST, {}, {"enabled": enabled}, timeout)


class Profiles:
    """Keeps settings for domains.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def create(
        self,
        domain: str,
        config: ProfileConfig | Mapping[str, Any] | None = None,
        metadata: ProfileMetadata | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> DomainProfile:
        """Keep settings for a domain.

        Args:
            domain: Name of the domain, such as `example.com`.
            config: Settings; others keep their defaults.
            metadata: What to note about it.

        Returns: Settings for a domain, and what is known of it.
        """
        return self._channel.call(
            operations.PROFILES_CREATE,
            {},
            {"domain": domain, "config": config, "metadata": metadata},
            timeout,
        )

    def get(self, domain: str, *, timeout: float | None = None) -> DomainProfile:
        """Read the settings for a domain.

        Args:
            domain: Name of the domain.

        Returns: Settings for a domain, and what is known of it.
        """
        return self._channel.call(operations.PROFILES_GET, {}, {"domain": domain}, timeout)

    def update(
        self,
        domain: str,
        config: ProfileConfig | Mapping[str, Any] | None = None,
        metadata: ProfileMetadata | Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> DomainProfile:
        """Change the settings for a domain. Those that are left out stay.

        Args:
            domain: Name of the domain.
            config: Settings that change.
            metadata: Notes that change.

        Returns: Settings for a domain, and what is known of it.
        """
        return self._channel.call(
            operations.PROFILES_UPDATE,
            {},
            {"domain": domain, "config": config, "metadata": metadata},
            timeout,
        )

    def delete(self, domain: str, *, timeout: float | None = None) -> None:
        """Forget the settings for a domain.

        Args:
            domain: Name of the domain.
        """
        return self._channel.call(operations.PROFILES_DELETE, {}, {"domain": domain}, timeout)

    def list(
        self, filter_query: str | None = None, *, timeout: float | None = None
    ) -> builtins.list[DomainProfile]:
        """List the profiles of all domains.

        Args:
            filter_query: Tag that a profile must have.

        Returns: A list; each item: Settings for a domain, and what is known of it.
        """
        return self._channel.call(operations.PROFILES_LIST, {}, {"filter": filter_query}, timeout)

    def search(self, query: str, *, timeout: float | None = None) -> builtins.list[DomainProfile]:
        """List the profiles of domains whose names hold a text.

        Args:
            query: The text.

        Returns: A list; each item: Settings for a domain, and what is known of it.
        """
        return self._channel.call(operations.PROFILES_SEARCH, {}, {"query": query}, timeout)

    def get_stats(self, domain: str, *, timeout: float | None = None) -> ProfileStats:
        """Read how requests to a domain went.

        Args:
            domain: Name of the domain.

        Returns: How requests to a domain went.
        """
        return self._channel.call(operations.PROFILES_GET_STATS, {}, {"domain": domain}, timeout)

    def get_metrics(self, *, timeout: float | None = None) -> ProfileMetrics:
        """Read how well remembered engines serve, over all domains.

        Returns: How well remembered engines serve.
        """
        return self._channel.call(operations.PROFILES_GET_METRICS, {}, {}, timeout)

    def batch_create(
        self, profiles: Sequence[ProfileRequest | Mapping[str, Any]], *, timeout: float | None = None
    ) -> BatchProfiles:
        """Keep settings for several domains.

        What fails does not hinder the rest; the result tells of it.

        Args:
            profiles: Domains with their settings.

        Returns: What became of several profiles.
        """
        return self._channel.call(operations.PROFILES_BATCH_CREATE, {}, {"profiles": profiles}, timeout)

    def warm_cache(self, domain: str, url: str, *, timeout: float | None = None) -> WarmedCache:
        """Find out which engine suits a domain, and remember it.

        Args:
            domain: Name of the domain.
            url: Page to try.

        Returns: The engine that was found for a domain.
        """
        return self._channel.call(operations.PROFILES_WARM_CACHE, {}, {"domain": domain, "url": url}, timeout)

    def clear_all_caches(self, *, timeout: float | None = None) -> ClearedCaches:
        """Forget which engines suit the domains. The profiles stay.

        Returns: Engines that were forgotten.
        """
        return self._channel.call(operations.PROFILES_CLEAR_ALL_CACHES, {}, {}, timeout)


class Browser:
    """Drives headless browsers.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def create_session(
        self,
        stealth_preset: Literal["none", "low", "medium", "high"] | str | None = None,
        initial_url: str | None = None,
        timeout_secs: int | None = None,
        *,
        timeout: float | None = None,
    ) -> BrowserSession:
        """Start a browser session.

        Later servers answer that browsers are not available (`InvalidRequest`).

        Args:
            stealth_preset: How much to hide that nobody sits before it.
            initial_url: Page to load first.
            timeout_secs: Seconds until it is closed.

        Returns: A browser session.
        """
        return self._channel.call(
            operations.BROWSER_CREATE_SESSION,
            {},
            {"stealth_preset": stealth_preset, "initial_url": initial_url, "timeout_secs": timeout_secs},
            timeout,
        )

    def execute_action(
        self,
        session_id: str,
        action_type: Literal[
            "navigate",
            "execute_script",
            "screenshot",
            "get_content",
            "wait_for_element",
            "click",
            "type_text",
            "render_pdf",
        ]
        | str,
        url: str | None = None,
        wait_for_load: bool | None = None,
        script: str | None = None,
        timeout_ms: int | None = None,
        full_page: bool | None = None,
        selector: str | None = None,
        text: str | None = None,
        landscape: bool | None = None,
        print_background: bool | None = None,
        *,
        timeout: float | None = None,
    ) -> BrowserResult:
        """Do something in a browser session.

        There is a method of its own for each action that is known.

        Args:
            session_id: Id of the browser session.
            action_type: What to do.
            url: Address to load.
            wait_for_load: Wait until the page is loaded.
            script: JavaScript to run.
            timeout_ms: Milliseconds that it may take.
            full_page: All of the page, not only what shows.
            selector: CSS selector of an element.
            text: Text to type.
            landscape: Turn the paper.
            print_background: Print colours and pictures of the background.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_EXECUTE_ACTION,
            {},
            {
                "session_id": session_id,
                "action_type": action_type,
                "url": url,
                "wait_for_load": wait_for_load,
                "script": script,
                "timeout_ms": timeout_ms,
                "full_page": full_page,
                "selector": selector,
                "text": text,
                "landscape": landscape,
                "print_background": print_background,
            },
            timeout,
        )

    def navigate(
        self, session_id: str, url: str, wait_for_load: bool | None = None, *, timeout: float | None = None
    ) -> BrowserResult:
        """Load a page in a session's browser.

        Args:
            session_id: Id of the browser session.
            url: Address of the page.
            wait_for_load: Wait until it is loaded.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_NAVIGATE,
            {},
            {"session_id": session_id, "url": url, "wait_for_load": wait_for_load},
            timeout,
        )

    def click(self, session_id: str, selector: str, *, timeout: float | None = None) -> BrowserResult:
        """Click on an element.

        Args:
            session_id: Id of the browser session.
            selector: CSS selector of the element.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_CLICK, {}, {"session_id": session_id, "selector": selector}, timeout
        )

    def type_text(
        self, session_id: str, selector: str, text: str, *, timeout: float | None = None
    ) -> BrowserResult:
        """Type text into an element.

        Args:
            session_id: Id of the browser session.
            selector: CSS selector of the element.
            text: The text.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_TYPE_TEXT,
            {},
            {"session_id": session_id, "selector": selector, "text": text},
            timeout,
        )

    def screenshot(
        self, session_id: str, full_page: bool | None = None, *, timeout: float | None = None
    ) -> BrowserResult:
        """Take a picture of the page; the result's `screenshot_base64` is a PNG file.

        Args:
            session_id: Id of the browser session.
            full_page: All of the page, not only what shows.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_SCREENSHOT, {}, {"session_id": session_id, "full_page": full_page}, timeout
        )

    def execute_script(
        self, session_id: str, script: str, timeout_ms: int | None = None, *, timeout: float | None = None
    ) -> BrowserResult:
        """Run JavaScript in the page; the result's `return_value` is what it returns.

        Args:
            session_id: Id of the browser session.
            script: The script.
            timeout_ms: Milliseconds that it may take.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_EXECUTE_SCRIPT,
            {},
            {"session_id": session_id, "script": script, "timeout_ms": timeout_ms},
            timeout,
        )

    def get_content(self, session_id: str, *, timeout: float | None = None) -> BrowserResult:
        """Read the page as HTML; it is the result's `html`.

        Args:
            session_id: Id of the browser session.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(operations.BROWSER_GET_CONTENT, {}, {"session_id": session_id}, timeout)

    def wait_for_element(
        self, session_id: str, selector: str, timeout_ms: int | None = None, *, timeout: float | None = None
    ) -> BrowserResult:
        """Wait until an element is there; the result's `found` tells whether it is.

        Args:
            session_id: Id of the browser session.
            selector: CSS selector of the element.
            timeout_ms: Milliseconds to wait.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_WAIT_FOR_ELEMENT,
            {},
            {"session_id": session_id, "selector": selector, "timeout_ms": timeout_ms},
            timeout,
        )

    def render_pdf(
        self,
        session_id: str,
        landscape: bool | None = None,
        print_background: bool | None = None,
        *,
        timeout: float | None = None,
    ) -> BrowserResult:
        """Print the page; the result's `pdf_base64` is a PDF file.

        Args:
            session_id: Id of the browser session.
            landscape: Turn the paper.
            print_background: Print colours and pictures of the background.

        Returns: What an action in a browser gave.
        """
        return self._channel.call(
            operations.BROWSER_RENDER_PDF,
            {},
            {"session_id": session_id, "landscape": landscape, "print_background": print_background},
            timeout,
        )

    def get_pool_status(self, *, timeout: float | None = None) -> BrowserPool:
        """Read how busy the browsers are.

        Returns: How the browsers are.
        """
        return self._channel.call(operations.BROWSER_GET_POOL_STATUS, {}, {}, timeout)

    def close_session(self, session_id: str, *, timeout: float | None = None) -> None:
        """End a browser session.

        Args:
            session_id: Id of the browser session.
        """
        return self._channel.call(operations.BROWSER_CLOSE_SESSION, {}, {"session_id": session_id}, timeout)


class Sessions:
    """Keeps cookies and browser data between requests.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def create(self, ttl_seconds: int | None = None, *, timeout: float | None = None) -> Session:
        """Make a session with its own cookies and browser data.

        Args:
            ttl_seconds: Seconds until it expires.

        Returns: A session with its own cookies and browser data.
        Known defect of 0.9.0: `ttl_seconds` is ignored; the server's own setting holds.
        """
        return self._channel.call(operations.SESSIONS_CREATE, {}, {"ttl_seconds": ttl_seconds}, timeout)

    def list(
        self, include_expired: bool | None = None, limit: int | None = None, *, timeout: float | None = None
    ) -> Any:
        """List the ids of sessions.

        Args:
            include_expired: Expired ones, too.
            limit: Most ids; 100 unless given.

        Returns: The answer, as JSON.
        Known defect of 0.9.0: The server's request filter admits only POST under `/sessions`, so
            that this always raises `NotFound` (405).
        """
        return self._channel.call(
            operations.SESSIONS_LIST, {}, {"include_expired": include_expired, "limit": limit}, timeout
        )

    def get(self, session_id: str, *, timeout: float | None = None) -> Session:
        """Read about a session.

        Args:
            session_id: Id of the session.

        Returns: A session with its own cookies and browser data.
        Known defect of 0.9.0: The server's request filter admits only POST under `/sessions`, so
            that this always raises `NotFound` (405).
        """
        return self._channel.call(operations.SESSIONS_GET, {}, {"session_id": session_id}, timeout)

    def delete(self, session_id: str, *, timeout: float | None = None) -> None:
        """Delete a session with its cookies and browser data.

        Args:
            session_id: Id of the session.

        Known defect of 0.9.0: The server's request filter admits only POST under `/sessions`, so
            that this always raises `NotFound` (405).
        """
        return self._channel.call(operations.SESSIONS_DELETE, {}, {"session_id": session_id}, timeout)

    def extend(self, session_id: str, additional_seconds: int, *, timeout: float | None = None) -> None:
        """Let a session live longer.

        Args:
            session_id: Id of the session.
            additional_seconds: Seconds to add.
        """
        return self._channel.call(
            operations.SESSIONS_EXTEND,
            {},
            {"session_id": session_id, "additional_seconds": additional_seconds},
            timeout,
        )

    def set_cookie(
        self,
        session_id: str,
        domain: str,
        name: str,
        value: str,
        path: str | None = None,
        expires_in_seconds: int | None = None,
        secure: bool | None = None,
        http_only: bool | None = None,
        *,
        timeout: float | None = None,
    ) -> None:
        """Set a cookie of a session; one of the same name is replaced.

        Args:
            session_id: Id of the session.
            domain: Domain that it is for.
            name: Its name.
            value: Its value.
            path: Path that it is for.
            expires_in_seconds: Seconds until it expires.
            secure: Only over HTTPS.
            http_only: Hidden from scripts.
        """
        return self._channel.call(
            operations.SESSIONS_SET_COOKIE,
            {},
            {
                "session_id": session_id,
                "domain": domain,
                "name": name,
                "value": value,
                "path": path,
                "expires_in_seconds": expires_in_seconds,
                "secure": secure,
                "http_only": http_only,
            },
            timeout,
        )

    def get_cookies(
        self, session_id: str, domain: str, *, timeout: float | None = None
    ) -> builtins.list[Cookie]:
        """List a session's cookies for a domain.

        Args:
            session_id: Id of the session.
            domain: Name of the domain.

        Returns: A list; each item: A cookie.
        Known defect of 0.9.0: The server's request filter admits only POST under `/sessions`, so
            that this always raises `NotFound` (405).
        """
        return self._channel.call(
            operations.SESSIONS_GET_COOKIES, {}, {"session_id": session_id, "domain": domain}, timeout
        )

    def get_stats(self, *, timeout: float | None = None) -> SessionStats:
        """Read counts of sessions.

        Returns: Counts of sessions.
        Known defect of 0.9.0: The server's request filter admits only POST under `/sessions`, so
            that this always raises `NotFound` (405).
        """
        return self._channel.call(operations.SESSIONS_GET_STATS, {}, {}, timeout)


class Pdf:
    """Extracts the content of PDF files.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def extract(
        self,
        pdf_data: str,
        filename: str | None = None,
        url: str | None = None,
        timeout_secs: int | None = None,
        *,
        timeout: float | None = None,
    ) -> PdfResult:
        """Extract the content of a PDF file.

        A file that cannot be read gives a result whose `success` is False.

        Args:
            pdf_data: The file, as base64 text; at most 50 MB.
            filename: Its name.
            url: Where it comes from.
            timeout_secs: Seconds that the server may take.

        Returns: The content of a PDF file.
        """
        return self._channel.call(
            operations.PDF_EXTRACT,
            {},
            {"pdf_data": pdf_data, "filename": filename, "url": url, "timeout": timeout_secs},
            timeout,
        )

    def extract_with_progress(
        self,
        pdf_data: str,
        filename: str | None = None,
        *,
        on_message: Callable[[PdfExtractWithProgressItem], object] | None = None,
        timeout: float | None = None,
    ) -> Stream[PdfExtractWithProgressItem]:
        """Extract the content of a PDF file, and hear how it goes.

        The last item is a `PdfCompleted` or a `PdfFailed`.

        Args:
            pdf_data: The file, as base64 text; at most 50 MB.
            filename: Its name.
            on_message: Called with each item just before the stream hands it on; may be a coroutine
                function.

        Returns: A stream of `PdfExtractWithProgressItem`.
        """
        return self._channel.stream(
            operations.PDF_EXTRACT_WITH_PROGRESS,
            {},
            {"pdf_data": pdf_data, "filename": filename},
            timeout,
            on_message,
        )

    process_stream = extract_with_progress

    def get_metrics(self, *, timeout: float | None = None) -> PdfMetrics:
        """Read what the server can do with PDF files.

        Returns: What a server can do with PDF files.
        """
        return self._channel.call(operations.PDF_GET_METRICS, {}, {}, timeout)

    health_check = get_metrics


class Workers:
    """Queues jobs for later.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def submit_job(
        self,
        job_type: JobType | Mapping[str, Any],
        priority: Literal["Low", "Normal", "High", "Critical"] | str | None = None,
        retry_config: RetryConfig | Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        scheduled_at: str | None = None,
        timeout_secs: int | None = None,
        *,
        timeout: float | None = None,
    ) -> str:
        """Queue a job, and return its id.

        Args:
            job_type: What to do.
            priority: How soon; Normal unless given.
            retry_config: What to do when it fails.
            metadata: Notes that come back with it.
            scheduled_at: Not before this time, in ISO 8601.
            timeout_secs: Seconds that it may take.

        Returns: Id of the job.
        """
        return self._channel.call(
            operations.WORKERS_SUBMIT_JOB,
            {},
            {
                "job_type": job_type,
                "priority": priority,
                "retry_config": retry_config,
                "metadata": metadata,
                "scheduled_at": scheduled_at,
                "timeout_secs": timeout_secs,
            },
            timeout,
        )

    def list_jobs(
        self,
        status: str | None = None,
        job_type: str | None = None,
        limit: int = 50,
        offset: int = 0,
        search: str | None = None,
        *,
        timeout: float | None = None,
    ) -> JobList:
        """List jobs.

        Args:
            status: State that they must have.
            job_type: Kind that they must have.
            limit: Most jobs, up to 500.
            offset: Jobs to leave out at the beginning.
            search: Text that they must hold.

        Returns: Jobs.
        Known defect of 0.9.0: The server's request filter admits only POST under `/workers/jobs`,
            so that this always raises `NotFound` (405).
        Known defect of 0.9.0: `total` is the number of jobs in the answer.
        """
        return self._channel.call(
            operations.WORKERS_LIST_JOBS,
            {},
            {"status": status, "job_type": job_type, "limit": limit, "offset": offset, "search": search},
            timeout,
        )

    def get_job_status(self, job_id: str, *, timeout: float | None = None) -> Job:
        """Read how a job is.

        Args:
            job_id: Id of the job.

        Returns: How a job is.
        Known defect of 0.9.0: The server's request filter admits only POST under `/workers/jobs`,
            so that this always raises `NotFound` (405).
        """
        return self._channel.call(operations.WORKERS_GET_JOB_STATUS, {}, {"job_id": job_id}, timeout)

    def get_job_result(self, job_id: str, *, timeout: float | None = None) -> JobResult:
        """Read what a finished job gave.

        Args:
            job_id: Id of the job.

        Returns: What a job gave.
        Known defect of 0.9.0: The server's request filter admits only POST under `/workers/jobs`,
            so that this always raises `NotFound` (405).
        """
        return self._channel.call(operations.WORKERS_GET_JOB_RESULT, {}, {"job_id": job_id}, timeout)

    def get_queue_stats(self, *, timeout: float | None = None) -> QueueStats:
        """Read how many jobs are in which state.

        Returns: How many jobs are in which state.
        """
        return self._channel.call(operations.WORKERS_GET_QUEUE_STATS, {}, {}, timeout)

    def get_worker_stats(self, *, timeout: float | None = None) -> WorkerStats:
        """Read what the workers have done. Raises `Unavailable` where none have started.

        Returns: What the workers have done.
        """
        return self._channel.call(operations.WORKERS_GET_WORKER_STATS, {}, {}, timeout)

    def create_scheduled_job(
        self,
        name: str,
        cron_expression: str,
        job_template: JobType | Mapping[str, Any],
        priority: Literal["Low", "Normal", "High", "Critical"] | str | None = None,
        enabled: bool | None = None,
        retry_config: RetryConfig | Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
    ) -> ScheduledJob:
        """Have a job done again and again.

        Args:
            name: Its name.
            cron_expression: When, such as `0 2 * * *`.
            job_template: What to do.
            priority: How soon; Normal unless given.
            enabled: False to begin later; True unless given.
            retry_config: What to do when it fails.
            metadata: Notes that come back with it.

        Returns: A job that is done again and again.
        """
        return self._channel.call(
            operations.WORKERS_CREATE_SCHEDULED_JOB,
            {},
            {
                "name": name,
                "cron_expression": cron_expression,
                "job_template": job_template,
                "priority": priority,
                "enabled": enabled,
                "retry_config": retry_config,
                "metadata": metadata,
            },
            timeout,
        )


class Health:
    """Tells how the server is.

    All methods take `timeout`: seconds to wait for the answer, or for the next item of a stream; None:
    as set on the client. All raise `GatewayError`: the gateway refused, could not be reached, or did
    not answer in time.
    """

    __slots__ = ("_channel",)

    def __init__(self, channel: RestChannel) -> None:
        self._channel = channel

    def check(self, *, timeout: float | None = None) -> HealthStatus:
        """Ask how the server is, and what it depends on. No key is needed.

        Returns: How a server is.
        """
        return self._channel.call(operations.HEALTH_CHECK, {}, {}, timeout)

    health_check = check
