"""Essay files for the tests: short, and right unless a test makes them wrong."""

from pathlib import Path

FRONT = "---\ntitle: A title\n---\n"
BODY = "\nOne.[^1] {#p1}\n\nTwo. {#p2}\n\n[^1]: A note.\n"
ESSAY = FRONT + BODY


def essay_file(folder: Path, text: str | bytes = ESSAY) -> Path:
    """Write essay.md into a folder, whose name is the essay's slug."""
    folder.mkdir(exist_ok=True)
    path = folder / "essay.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
