"""Where a number comes from: the sources, and tables that refuse a number without one."""

from sciatic.evidence.data_files import data_text
from sciatic.evidence.sources import Source, sources
from sciatic.evidence.tables import bounded, probability, read_table

__all__ = ["Source", "bounded", "data_text", "probability", "read_table", "sources"]
