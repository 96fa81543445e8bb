"""Files of items: read for bulk imports, written by exports, and turned into tables.

Nothing here is imported by the rest of this library until it is asked for, and what reads a
format is imported with the first file of that format.
"""

from .faults import UnreadableFile
from .formats import Compression, Format, FormatOrAuto
from .kinds import Kind
from .reading import Items, open_items
from .sources import Source
from .tables import to_arrow, to_pandas
from .writing import Target, Writer, write_items, write_items_async

__all__ = [
    "Compression",
    "Format",
    "FormatOrAuto",
    "Items",
    "Kind",
    "Source",
    "Target",
    "UnreadableFile",
    "Writer",
    "open_items",
    "to_arrow",
    "to_pandas",
    "write_items",
    "write_items_async",
]
