"""Why a case is charged anew: the fact that was mended or became known late."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from agency.cases.timeline import reasons


class Why(StrEnum):
    """Which fact it is."""

    LATE_FACT = "late_fact"
    LATE_PAYMENT = "late_payment"
    CREDIT_NOTE = "credit_note"
    DUE_DATE = "due_date"
    WITHDRAWAL = "withdrawal"
    INTEREST = "interest"
    CIRCUMSTANCES = "circumstances"
    REFUND_UNDONE = "refund_undone"
    AWARD_REVERSED = "award_reversed"

    @property
    def text(self) -> str:
        """What the books say of it."""
        return _IN_THE_BOOKS[self]


_IN_THE_BOOKS = {
    Why.LATE_FACT: "A fact became known late",
    Why.LATE_PAYMENT: "A payment became known late",
    Why.CREDIT_NOTE: "A credit note was entered",
    Why.DUE_DATE: "A due date was corrected",
    Why.WITHDRAWAL: "A claim was withdrawn",
    Why.INTEREST: "Which interest runs was corrected",
    Why.CIRCUMSTANCES: "What the law asks of a claim was corrected",
    Why.REFUND_UNDONE: "Money that had gone back came in again",
    Why.AWARD_REVERSED: "A court's award of costs was taken back",
}

reasons(
    {
        Why.LATE_FACT: _("a fact became known late"),
        Why.LATE_PAYMENT: _("a payment became known late"),
        Why.CREDIT_NOTE: _("a credit note was entered"),
        Why.DUE_DATE: _("a due date was corrected"),
        Why.WITHDRAWAL: _("a claim was withdrawn"),
        Why.INTEREST: _("which interest runs was corrected"),
        Why.CIRCUMSTANCES: _("what the law asks of a claim was corrected"),
        Why.REFUND_UNDONE: _("money that had gone back came in again"),
        Why.AWARD_REVERSED: _("a court's award of costs was taken back"),
    }
)
