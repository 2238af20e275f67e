"""What a list of files shows: a page of them, each with its address, and the kinds to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agency.cases import filed
from agency.cases.models import Case
from agency.files.queries import files_of
from portal.accounts.guards import current_membership
from portal.errors import NotFound
from portal.web import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class Line:
    """A file and where it opens."""

    file: filed.Filed
    url: str


@dataclass(frozen=True, slots=True)
class FileList:
    """The lines of a page, and the kinds that there can be."""

    found: Page
    kinds: Mapping[str, Any]
    chosen: str


def file_list(case: Case, desk: str, *, kind: str = "", size: int = PAGE_SIZE) -> FileList:
    """What the reader may see of a case's files at a desk; of one kind where one is chosen."""
    membership = current_membership()
    if membership is None:
        raise NotFound
    known = {source.kind: source for source in filed.sources(desk, membership)}
    wanted: Sequence[filed.Source] = [known[kind]] if kind in known else list(known.values())
    page = files_of(case, wanted, membership, size=size)
    lines = [Line(it, known[it.kind].url(case, it)) for it in page.items]
    return FileList(
        Page(lines, page.next_url, page.previous_url),
        {name: source.title for name, source in known.items()},
        kind if kind in known else "",
    )
