"""One thing that the law says of a case, for people who work it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agency.law.errors import LawMissing
from portal.i18n import said


@dataclass(frozen=True, slots=True)
class Finding:
    """A subject, a state in a word with its colour, why, and where it stands."""

    about: str
    kind: str
    state: str
    why: str = ""
    article: str = ""


def known(about: str, unknown: str, find: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What the law says of a subject; where it is not known, that and what to do."""
    try:
        yield from find()
    except LawMissing as error:
        yield Finding(about, "warn", unknown, said(error.words))
