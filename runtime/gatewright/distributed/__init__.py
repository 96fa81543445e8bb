"""Bulk imports by many processes or machines, on Dask (extra `dask`).

from gatewright.distributed import ApiSettings, import_files

report = import_files(
    ApiSettings("my_gateway", "https://gateway.example/"),
    "triples",
    "data/*.nt",
    checkpoints="/shared/checkpoints",
    flow="default",
)
report.raise_for_failed()
"""

from __future__ import annotations

from .imports import import_files
from .report import DistributedProgress, DistributedReport, PartitionReport, PartitionsFailed
from .settings import ApiSettings

__all__ = [
    "ApiSettings",
    "DistributedProgress",
    "DistributedReport",
    "PartitionReport",
    "PartitionsFailed",
    "import_files",
]
