"""In whose name a notice goes out: told by its kind."""

from enum import StrEnum

from agency.law.vocabulary import NoticeKind


class Sender(StrEnum):
    """Whose letterhead a notice bears."""

    AGENCY = "agency"
    LAW_FIRM = "law_firm"
    CREDITOR = "creditor"


LENT = {Sender.LAW_FIRM: NoticeKind.LAW_FIRM_NOTICE, Sender.CREDITOR: NoticeKind.OWN_REMINDER}
"""The kinds that go out under another name than the agency's."""
