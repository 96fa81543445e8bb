"""Gatewright's runtime: what every generated client stands on."""

__version__ = "0.1.0"
