"""The documents of waiting rows, asked of the slice that keeps evidence: it stands above this one."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast

from portal import slots

PORT = "row_documents"


class RowDocuments(Protocol):
    """What was added to prove rows; `creditor.evidence.services.ForRows` is one."""

    def of(self, row_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Any]]:
        """The documents of each row, oldest first."""


def documents_of(row_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Any]]:
    """The documents of each row."""
    return cast(RowDocuments, slots.port(PORT)).of(row_ids)
