# Generated from schema/riptide by gatewright 0.1.0, content e210de53540468eb. Do not edit.
"""The RipTide web crawler, as of the end of October 2025: crawls as streams over a WebSocket,
NDJSON or server-sent events, and its HTTP operations. Later servers have neither the
WebSocket nor the streams, and answer 404 there.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatewright.aio import AsyncStream as AsyncStream
    from gatewright.errors import AuthenticationFailed as AuthenticationFailed
    from gatewright.errors import ClientClosed as ClientClosed
    from gatewright.errors import ConfigurationError as ConfigurationError
    from gatewright.errors import ConnectionFailed as ConnectionFailed
    from gatewright.errors import ConnectionLost as ConnectionLost
    from gatewright.errors import GatewayError as GatewayError
    from gatewright.errors import GatewayRefused as GatewayRefused
    from gatewright.errors import ImportInterrupted as ImportInterrupted
    from gatewright.errors import InvalidItem as InvalidItem
    from gatewright.errors import InvalidRequest as InvalidRequest
    from gatewright.errors import NotFound as NotFound
    from gatewright.errors import NotSupported as NotSupported
    from gatewright.errors import NotVerified as NotVerified
    from gatewright.errors import PermissionDenied as PermissionDenied
    from gatewright.errors import ProtocolViolation as ProtocolViolation
    from gatewright.errors import RequestTimeout as RequestTimeout
    from gatewright.errors import ServiceError as ServiceError
    from gatewright.errors import SocketRefused as SocketRefused
    from gatewright.errors import Unavailable as Unavailable
    from gatewright.sync import Stream as Stream

    from .api import Api as Api
    from .client import AsyncRipTideClient as AsyncRipTideClient
    from .client import RipTideClient as RipTideClient
    from .items import CrawlComplete as CrawlComplete
    from .items import CrawlCount as CrawlCount
    from .items import CrawlMetadata as CrawlMetadata
    from .items import CrawlPhase as CrawlPhase
    from .items import CrawlProgress as CrawlProgress
    from .items import CrawlResultItem as CrawlResultItem
    from .items import CrawlSummary as CrawlSummary
    from .items import PdfCompleted as PdfCompleted
    from .items import PdfEvent as PdfEvent
    from .items import PdfExtractWithProgressItem as PdfExtractWithProgressItem
    from .items import PdfFailed as PdfFailed
    from .items import PdfKeepAlive as PdfKeepAlive
    from .items import PdfProgress as PdfProgress
    from .items import PdfStageChanged as PdfStageChanged
    from .items import PdfStarted as PdfStarted
    from .items import SearchFound as SearchFound
    from .items import SearchResultItem as SearchResultItem
    from .items import SearchSummary as SearchSummary
    from .items import StreamingCrawlEventsItem as StreamingCrawlEventsItem
    from .items import StreamingCrawlItem as StreamingCrawlItem
    from .items import StreamingDeepsearchItem as StreamingDeepsearchItem
    from .items import StreamingResult as StreamingResult
    from .items import Welcome as Welcome
    from .models import AdaptiveStopStats as AdaptiveStopStats
    from .models import BatchProfiles as BatchProfiles
    from .models import BrowserPool as BrowserPool
    from .models import BrowserResult as BrowserResult
    from .models import BrowserSession as BrowserSession
    from .models import CacheStatus as CacheStatus
    from .models import ChunkingConfig as ChunkingConfig
    from .models import ClearedCaches as ClearedCaches
    from .models import ConnectionStatus as ConnectionStatus
    from .models import ContentAnalysis as ContentAnalysis
    from .models import ContentMetadata as ContentMetadata
    from .models import Cookie as Cookie
    from .models import CrawlError as CrawlError
    from .models import CrawlOptions as CrawlOptions
    from .models import CrawlResponse as CrawlResponse
    from .models import CrawlResult as CrawlResult
    from .models import CrawlStatistics as CrawlStatistics
    from .models import Dependencies as Dependencies
    from .models import Document as Document
    from .models import DomainConfig as DomainConfig
    from .models import DomainMetadata as DomainMetadata
    from .models import DomainPatterns as DomainPatterns
    from .models import DomainProfile as DomainProfile
    from .models import Duration as Duration
    from .models import EngineDecision as EngineDecision
    from .models import EngineFlags as EngineFlags
    from .models import EngineStats as EngineStats
    from .models import ExtractionResult as ExtractionResult
    from .models import ExtractOptions as ExtractOptions
    from .models import FailedProfile as FailedProfile
    from .models import FrontierStats as FrontierStats
    from .models import GateDecisions as GateDecisions
    from .models import HealthStatus as HealthStatus
    from .models import Job as Job
    from .models import JobItem as JobItem
    from .models import JobList as JobList
    from .models import JobResult as JobResult
    from .models import JobType as JobType
    from .models import LauncherStats as LauncherStats
    from .models import ParserMetadata as ParserMetadata
    from .models import PdfCapabilities as PdfCapabilities
    from .models import PdfFeatures as PdfFeatures
    from .models import PdfMetrics as PdfMetrics
    from .models import PdfResult as PdfResult
    from .models import PdfStats as PdfStats
    from .models import PingResult as PingResult
    from .models import PoolStatus as PoolStatus
    from .models import ProbeFirst as ProbeFirst
    from .models import ProfileConfig as ProfileConfig
    from .models import ProfileMetadata as ProfileMetadata
    from .models import ProfileMetrics as ProfileMetrics
    from .models import ProfileRequest as ProfileRequest
    from .models import ProfileStats as ProfileStats
    from .models import QueueStats as QueueStats
    from .models import RetryConfig as RetryConfig
    from .models import ScheduledJob as ScheduledJob
    from .models import SearchHit as SearchHit
    from .models import SearchResponse as SearchResponse
    from .models import ServiceHealth as ServiceHealth
    from .models import Session as Session
    from .models import SessionStats as SessionStats
    from .models import SpiderControl as SpiderControl
    from .models import SpiderPerformance as SpiderPerformance
    from .models import SpiderResult as SpiderResult
    from .models import SpiderState as SpiderState
    from .models import SpiderStatus as SpiderStatus
    from .models import SpiderSummary as SpiderSummary
    from .models import SubmittedJob as SubmittedJob
    from .models import SystemMetrics as SystemMetrics
    from .models import TopicConfig as TopicConfig
    from .models import WarmedCache as WarmedCache
    from .models import WorkerStats as WorkerStats
    from .rest import Browser as Browser
    from .rest import Crawl as Crawl
    from .rest import Engine as Engine
    from .rest import Extract as Extract
    from .rest import Health as Health
    from .rest import Pdf as Pdf
    from .rest import Profiles as Profiles
    from .rest import Search as Search
    from .rest import Sessions as Sessions
    from .rest import Spider as Spider
    from .rest import Streaming as Streaming
    from .rest import Workers as Workers
    from .rest_async import AsyncBrowser as AsyncBrowser
    from .rest_async import AsyncCrawl as AsyncCrawl
    from .rest_async import AsyncEngine as AsyncEngine
    from .rest_async import AsyncExtract as AsyncExtract
    from .rest_async import AsyncHealth as AsyncHealth
    from .rest_async import AsyncPdf as AsyncPdf
    from .rest_async import AsyncProfiles as AsyncProfiles
    from .rest_async import AsyncSearch as AsyncSearch
    from .rest_async import AsyncSessions as AsyncSessions
    from .rest_async import AsyncSpider as AsyncSpider
    from .rest_async import AsyncStreaming as AsyncStreaming
    from .rest_async import AsyncWorkers as AsyncWorkers
    from .sockets import SocketClient as SocketClient
    from .sockets import SocketStreaming as SocketStreaming
    from .sockets_async import AsyncSocketClient as AsyncSocketClient
    from .sockets_async import AsyncSocketStreaming as AsyncSocketStreaming

__version__ = "0.9.0"

__all__ = [
    "AdaptiveStopStats",
    "Api",
    "AsyncBrowser",
    "AsyncCrawl",
    "AsyncEngine",
    "AsyncExtract",
    "AsyncHealth",
    "AsyncPdf",
    "AsyncProfiles",
    "AsyncRipTideClient",
    "AsyncSearch",
    "AsyncSessions",
    "AsyncSocketClient",
    "AsyncSocketStreaming",
    "AsyncSpider",
    "AsyncStream",
    "AsyncStreaming",
    "AsyncWorkers",
    "AuthenticationFailed",
    "BatchProfiles",
    "Browser",
    "BrowserPool",
    "BrowserResult",
    "BrowserSession",
    "CacheStatus",
    "ChunkingConfig",
    "ClearedCaches",
    "ClientClosed",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectionLost",
    "ConnectionStatus",
    "ContentAnalysis",
    "ContentMetadata",
    "Cookie",
    "Crawl",
    "CrawlComplete",
    "CrawlCount",
    "CrawlError",
    "CrawlMetadata",
    "CrawlOptions",
    "CrawlPhase",
    "CrawlProgress",
    "CrawlResponse",
    "CrawlResult",
    "CrawlResultItem",
    "CrawlStatistics",
    "CrawlSummary",
    "Dependencies",
    "Document",
    "DomainConfig",
    "DomainMetadata",
    "DomainPatterns",
    "DomainProfile",
    "Duration",
    "Engine",
    "EngineDecision",
    "EngineFlags",
    "EngineStats",
    "Extract",
    "ExtractOptions",
    "ExtractionResult",
    "FailedProfile",
    "FrontierStats",
    "GateDecisions",
    "GatewayError",
    "GatewayRefused",
    "Health",
    "HealthStatus",
    "ImportInterrupted",
    "InvalidItem",
    "InvalidRequest",
    "Job",
    "JobItem",
    "JobList",
    "JobResult",
    "JobType",
    "LauncherStats",
    "NotFound",
    "NotSupported",
    "NotVerified",
    "ParserMetadata",
    "Pdf",
    "PdfCapabilities",
    "PdfCompleted",
    "PdfEvent",
    "PdfExtractWithProgressItem",
    "PdfFailed",
    "PdfFeatures",
    "PdfKeepAlive",
    "PdfMetrics",
    "PdfProgress",
    "PdfResult",
    "PdfStageChanged",
    "PdfStarted",
    "PdfStats",
    "PermissionDenied",
    "PingResult",
    "PoolStatus",
    "ProbeFirst",
    "ProfileConfig",
    "ProfileMetadata",
    "ProfileMetrics",
    "ProfileRequest",
    "ProfileStats",
    "Profiles",
    "ProtocolViolation",
    "QueueStats",
    "RequestTimeout",
    "RetryConfig",
    "RipTideClient",
    "ScheduledJob",
    "Search",
    "SearchFound",
    "SearchHit",
    "SearchResponse",
    "SearchResultItem",
    "SearchSummary",
    "ServiceError",
    "ServiceHealth",
    "Session",
    "SessionStats",
    "Sessions",
    "SocketClient",
    "SocketRefused",
    "SocketStreaming",
    "Spider",
    "SpiderControl",
    "SpiderPerformance",
    "SpiderResult",
    "SpiderState",
    "SpiderStatus",
    "SpiderSummary",
    "Stream",
    "Streaming",
    "StreamingCrawlEventsItem",
    "StreamingCrawlItem",
    "StreamingDeepsearchItem",
    "StreamingResult",
    "SubmittedJob",
    "SystemMetrics",
    "TopicConfig",
    "Unavailable",
    "WarmedCache",
    "Welcome",
    "WorkerStats",
    "Workers",
]

# Modules are imported when a name of theirs is first asked for, so that this package loads at once.
_HOME = {
    "AdaptiveStopStats": ".models",
    "Api": ".api",
    "AsyncBrowser": ".rest_async",
    "AsyncCrawl": ".rest_async",
    "AsyncEngine": ".rest_async",
    "AsyncExtract": ".rest_async",
    "AsyncHealth": ".rest_async",
    "AsyncPdf": ".rest_async",
    "AsyncProfiles": ".rest_async",
    "AsyncRipTideClient": ".client",
    "AsyncSearch": ".rest_async",
    "AsyncSessions": ".rest_async",
    "AsyncSocketClient": ".sockets_async",
    "AsyncSocketStreaming": ".sockets_async",
    "AsyncSpider": ".rest_async",
    "AsyncStream": "gatewright.aio",
    "AsyncStreaming": ".rest_async",
    "AsyncWorkers": ".rest_async",
    "AuthenticationFailed": "gatewright.errors",
    "BatchProfiles": ".models",
    "Browser": ".rest",
    "BrowserPool": ".models",
    "BrowserResult": ".models",
    "BrowserSession": ".models",
    "CacheStatus": ".models",
    "ChunkingConfig": ".models",
    "ClearedCaches": ".models",
    "ClientClosed": "gatewright.errors",
    "ConfigurationError": "gatewright.errors",
    "ConnectionFailed": "gatewright.errors",
    "ConnectionLost": "gatewright.errors",
    "ConnectionStatus": ".models",
    "ContentAnalysis": ".models",
    "ContentMetadata": ".models",
    "Cookie": ".models",
    "Crawl": ".rest",
    "CrawlComplete": ".items",
    "CrawlCount": ".items",
    "CrawlError": ".models",
    "CrawlMetadata": ".items",
    "CrawlOptions": ".models",
    "CrawlPhase": ".items",
    "CrawlProgress": ".items",
    "CrawlResponse": ".models",
    "CrawlResult": ".models",
    "CrawlResultItem": ".items",
    "CrawlStatistics": ".models",
    "CrawlSummary": ".items",
    "Dependencies": ".models",
    "Document": ".models",
    "DomainConfig": ".models",
    "DomainMetadata": ".models",
    "DomainPatterns": ".models",
    "DomainProfile": ".models",
    "Duration": ".models",
    "Engine": ".rest",
    "EngineDecision": ".models",
    "EngineFlags": ".models",
    "EngineStats": ".models",
    "Extract": ".rest",
    "ExtractOptions": ".models",
    "ExtractionResult": ".models",
    "FailedProfile": ".models",
    "FrontierStats": ".models",
    "GateDecisions": ".models",
    "GatewayError": "gatewright.errors",
    "GatewayRefused": "gatewright.errors",
    "Health": ".rest",
    "HealthStatus": ".models",
    "ImportInterrupted": "gatewright.errors",
    "InvalidItem": "gatewright.errors",
    "InvalidRequest": "gatewright.errors",
    "Job": ".models",
    "JobItem": ".models",
    "JobList": ".models",
    "JobResult": ".models",
    "JobType": ".models",
    "LauncherStats": ".models",
    "NotFound": "gatewright.errors",
    "NotSupported": "gatewright.errors",
    "NotVerified": "gatewright.errors",
    "ParserMetadata": ".models",
    "Pdf": ".rest",
    "PdfCapabilities": ".models",
    "PdfCompleted": ".items",
    "PdfEvent": ".items",
    "PdfExtractWithProgressItem": ".items",
    "PdfFailed": ".items",
    "PdfFeatures": ".models",
    "PdfKeepAlive": ".items",
    "PdfMetrics": ".models",
    "PdfProgress": ".items",
    "PdfResult": ".models",
    "PdfStageChanged": ".items",
    "PdfStarted": ".items",
    "PdfStats": ".models",
    "PermissionDenied": "gatewright.errors",
    "PingResult": ".models",
    "PoolStatus": ".models",
    "ProbeFirst": ".models",
    "ProfileConfig": ".models",
    "ProfileMetadata": ".models",
    "ProfileMetrics": ".models",
    "ProfileRequest": ".models",
    "ProfileStats": ".models",
    "Profiles": ".rest",
    "ProtocolViolation": "gatewright.errors",
    "QueueStats": ".models",
    "RequestTimeout": "gatewright.errors",
    "RetryConfig": ".models",
    "RipTideClient": ".client",
    "ScheduledJob": ".models",
    "Search": ".rest",
    "SearchFound": ".items",
    "SearchHit": ".models",
    "SearchResponse": ".models",
    "SearchResultItem": ".items",
    "SearchSummary": ".items",
    "ServiceError": "gatewright.errors",
    "ServiceHealth": ".models",
    "Session": ".models",
    "SessionStats": ".models",
    "Sessions": ".rest",
    "SocketClient": ".sockets",
    "SocketRefused": "gatewright.errors",
    "SocketStreaming": ".sockets",
    "Spider": ".rest",
    "SpiderControl": ".models",
    "SpiderPerformance": ".models",
    "SpiderResult": ".models",
    "SpiderState": ".models",
    "SpiderStatus": ".models",
    "SpiderSummary": ".models",
    "Stream": "gatewright.sync",
    "Streaming": ".rest",
    "StreamingCrawlEventsItem": ".items",
    "StreamingCrawlItem": ".items",
    "StreamingDeepsearchItem": ".items",
    "StreamingResult": ".items",
    "SubmittedJob": ".models",
    "SystemMetrics": ".models",
    "TopicConfig": ".models",
    "Unavailable": "gatewright.errors",
    "WarmedCache": ".models",
    "Welcome": ".items",
    "WorkerStats": ".models",
    "Workers": ".rest",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
