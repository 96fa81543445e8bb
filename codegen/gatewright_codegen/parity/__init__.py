"""A descriptor beside what a gateway really offers: its registry, its documents, and its answers."""

from .report import ParityError, Report, Row, as_json, as_text, differences

__all__ = ["ParityError", "Report", "Row", "as_json", "as_text", "differences"]
