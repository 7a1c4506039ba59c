"""The way in for a text: `parse` is pure, `import_essay` writes. `docs/essay-format.md` defines the file."""

from essays.importer.faults import EssayFault, Fault
from essays.importer.parsing import ParsedBlock, ParsedEssay, Progress, parse
from essays.importer.rendering import render
from essays.importer.writing import import_essay

__all__ = ["EssayFault", "Fault", "ParsedBlock", "ParsedEssay", "Progress", "import_essay", "parse", "render"]
