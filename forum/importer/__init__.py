"""The talk that a text brings with it. `docs/essay-format.md` defines the file of comments."""

from forum.importer.parsing import ParsedComment, ParsedComments, parse_comments
from forum.importer.writing import Imported, import_comments, import_path, thread_for

__all__ = [
    "Imported",
    "ParsedComment",
    "ParsedComments",
    "import_comments",
    "import_path",
    "parse_comments",
    "thread_for",
]
