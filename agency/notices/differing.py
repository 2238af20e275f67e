"""What a text says differently from the one before, line by line. Pure."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stayed (` `), came (`+`) or went (`-`)."""

    sign: str
    text: str


def lines(before: str, after: str) -> Sequence[Line]:
    """The lines of both; empty when nothing differs."""
    if before == after:
        return ()
    compared = difflib.ndiff(before.splitlines(), after.splitlines())
    return tuple(Line(line[0], line[2:]) for line in compared if line[0] in " +-")
