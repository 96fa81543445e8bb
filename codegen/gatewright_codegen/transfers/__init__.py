"""Bulk imports and exports on the command line, for any client package that is installed."""
