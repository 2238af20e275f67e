"""The records of notices: the notices themselves, their way out, and those made many at a time."""

from agency.notices.models.batches import BatchRun, NoticeBatch, NoticeWish, Verb
from agency.notices.models.deliveries import Delivery, PrintBatch, ReturnCause
from agency.notices.models.notices import Notice, NoticeState, Release
from agency.notices.models.paid_letters import PaidLetter
from agency.notices.models.reprints import Reprint, ReprintReason, ReprintWay
from agency.notices.models.templates import NoticeTemplate, TemplateState

__all__ = [
    "BatchRun",
    "Delivery",
    "Notice",
    "NoticeBatch",
    "NoticeState",
    "NoticeTemplate",
    "NoticeWish",
    "PaidLetter",
    "PrintBatch",
    "Release",
    "Reprint",
    "ReprintReason",
    "ReprintWay",
    "ReturnCause",
    "TemplateState",
    "Verb",
]
