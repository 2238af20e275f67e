"""The pages of notices: the list and each one, the lawyer's desk, and the print batches."""

from agency.notices.views import batches, files, lists, prepare, releases, steps
from agency.notices.views.blueprint import bp

__all__ = ["batches", "bp", "files", "lists", "prepare", "releases", "steps"]
