"""Notices made many at a time: prepared, looked at, let go and sent part by part."""

from agency.notices.services.batches.approving import approve, release, seal_of
from agency.notices.services.batches.making import Wish, make
from agency.notices.services.batches.pulling import Rule, pull, pull_one
from agency.notices.services.batches.running import go_on, resume, resume_idle, stop
from agency.notices.services.batches.sending import send

__all__ = [
    "Rule",
    "Wish",
    "approve",
    "go_on",
    "make",
    "pull",
    "pull_one",
    "release",
    "resume",
    "resume_idle",
    "seal_of",
    "send",
    "stop",
]
