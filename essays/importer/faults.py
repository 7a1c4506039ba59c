"""What is wrong with a file that somebody brings, all of it at once, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    name: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.message}"


class EssayFault(Exception):
    """The file cannot be imported. `faults` says why, in the order of its lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class Faults:
    """Collects the faults of one file, so that all of them are told together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Fault] = []

    def add(self, line: int, message: str) -> None:
        self.found.append(Fault(self.name, line, message))

    def raise_if_any(self) -> None:
        if self.found:
            raise EssayFault(sorted(self.found, key=lambda fault: fault.line))
