"""Reads the descriptors of a gateway and writes its client."""

from gatewright import __version__ as VERSION

__all__ = ["VERSION"]
