"""From a file's bytes to its text: UTF-8, of a bearable size, with something in it."""

from pathlib import Path

from essays.importer.faults import EssayFault, Fault

MAX_FILE_SIZE = 2_000_000  # bytes


def read(path: Path) -> str:
    """Return the text of a file with its line ends as newlines; raises EssayFault."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_SIZE + 1)
    except OSError as error:
        raise _fault(path, 1, f"the file cannot be read ({error.strerror}); check the path") from error
    if len(data) > MAX_FILE_SIZE:
        raise _fault(path, 1, "the file is larger than 2 MB; split the text into several essays")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind the byte order mark; what stands before the bad byte is sound.
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _fault(path, line, "this line is not UTF-8; save the file as UTF-8") from error
    return _checked(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _checked(path: Path, text: str) -> str:
    if not text.strip():
        raise _fault(path, 1, "the file is empty; begin it with front matter between two lines of ---")
    if "\0" in text:
        raise _fault(path, text.count("\n", 0, text.index("\0")) + 1, "there is a NUL character here; delete it")
    return text


def _fault(path: Path, line: int, message: str) -> EssayFault:
    return EssayFault([Fault(str(path), line, message)])
