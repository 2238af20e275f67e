"""Under whose name a letter may go out: what a law firm's letterhead says of the lawyer's work."""

from dataclasses import dataclass

from agency.law.packs.conduct import conduct
from portal.errors import Words


@dataclass(frozen=True, slots=True)
class LetterheadVerdict:
    """Whether a letter is blocked, why, and whether a lawyer should look at it all the same."""

    is_blocked: bool
    review_advised: bool
    reason: str
    article: str


def check_letterhead(
    country: str,
    *,
    reviewed: bool,
    disclaimer_on_front: bool = False,
    signed_by_lawyer: bool = False,
) -> LetterheadVerdict:
    """Judge a letter on a law firm's letterhead.

    Such a letter says that a lawyer formed an opinion on that file (US Clomon v. Jackson). Without
    a review it is blocked, unless the country lets a clear disclaimer on its front page save it and
    no lawyer signed it (Greco v. Trauner); even then a review is advised.
    """
    rule = conduct(country).letterhead
    if reviewed or not rule.needs_review:
        return LetterheadVerdict(False, False, "", rule.article)
    if rule.disclaimer_saves and disclaimer_on_front and not signed_by_lawyer:
        reason = Words(
            "The disclaimer may save this letter; that is not certain. Have it reviewed."
        )
        return LetterheadVerdict(False, True, reason, rule.article)
    reason = Words("No lawyer of the firm has reviewed this file. Have it reviewed first.")
    return LetterheadVerdict(True, True, reason, rule.article)
