"""The pages of notices: the list and each one, the lawyer's desk, batches, and print batches."""

from agency.notices.views import (
    batches,
    files,
    lists,
    many,
    prepare,
    releases,
    reprints,
    returned,
    review,
    steps,
    templates,
)
from agency.notices.views.blueprint import bp

__all__ = [
    "batches",
    "bp",
    "files",
    "lists",
    "many",
    "prepare",
    "releases",
    "reprints",
    "returned",
    "review",
    "steps",
    "templates",
]
