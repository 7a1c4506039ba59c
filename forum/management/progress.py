"""How far a command is, in a line that is written over itself."""

from typing import Any

WIDTH = 30  # characters of the bar


class Bar:
    def __init__(self, out: Any, total: int, *, is_shown: bool) -> None:
        self.out, self.total, self.is_shown = out, max(1, total), is_shown

    def show(self, done: int) -> None:
        share = min(1.0, done / self.total)
        if self.is_shown:
            bar = "#" * round(share * WIDTH)
            self.out.write(f"\r[{bar:.<{WIDTH}}] {share:4.0%}  {done:,} of {self.total:,}", ending="")

    def end(self) -> None:
        if self.is_shown:
            self.out.write("")
