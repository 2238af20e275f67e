"""What can be wrong with a step by itself."""

from collections.abc import Iterator

from agency.law.texts import why_no_text
from agency.law.vocabulary import NoticeKind
from agency.strategy.kinds import By, Deed, Reach, Sender
from agency.strategy.ladder.facts import Problem, Scope, StepFacts
from portal.errors import Words


def step_problems(step: StepFacts, scope: Scope) -> Iterator[Problem]:
    """What a step lacks, or contradicts itself in."""
    for words in (*_of_deed(step), *_of_bands(step), *_of_reach(step)):
        yield Problem(step, words)
    if words := _out_of_scope(step, scope):
        yield Problem(step, words)


def _of_deed(step: StepFacts) -> Iterator[str]:
    is_notice = step.deed == Deed.NOTICE
    if is_notice and not step.notice_kind:
        yield Words("It sends a notice but does not say which. Choose one.")
    if is_notice and not step.channel:
        yield Words("It sends a notice but does not say how. Choose a way.")
    if not is_notice and (step.notice_kind or step.channel or step.tone):
        yield Words("It sends nothing, so it has no notice, way to send or tone. Leave them empty.")
    if step.approver and step.deed in (Deed.NOTHING, Deed.DECIDE):
        yield Words("Here is nothing to approve. Leave the approval out.")
    yield from _of_sender(step)
    yield from _of_text(step)


def _of_text(step: StepFacts) -> Iterator[str]:
    if step.deed != Deed.NOTICE or step.channel != By.SMS or not step.notice_kind:
        return
    if step.sender == Sender.CREDITOR:
        yield Words("A text message goes in the agency's name. Choose the agency, or another way.")
    elif why := why_no_text(NoticeKind(step.notice_kind)):
        yield why
    if step.reach != Reach.TEXT:
        yield Words(
            "It goes as a text message alone, so it must be for debtors who can be texted. Say so, "
            "or choose another way."
        )


def _of_sender(step: StepFacts) -> Iterator[str]:
    if step.sender != Sender.CREDITOR:
        return
    if step.deed != Deed.NOTICE:
        yield Words("Only a notice goes out in the creditor's name. Choose the agency.")
    elif step.notice_kind != NoticeKind.REMINDER:
        yield Words("Only a reminder goes out in the creditor's name. Choose the agency.")


def _of_bands(step: StepFacts) -> Iterator[str]:
    if step.from_minor < 0 or (
        step.below_minor is not None and step.below_minor <= step.from_minor
    ):
        yield Words("Its balances end before they begin. Write the lower one first.")
    if step.from_age < 0 or (step.below_age is not None and step.below_age <= step.from_age):
        yield Words("Its days overdue end before they begin. Write the lower ones first.")
    if not step.does_something:
        return
    if step.after_due_days < 0:
        yield Words("It comes before the due date. Choose the day itself or a later one.")
    elif step.below_age is not None and step.below_age <= step.after_due_days:
        yield Words(
            "It is never reached: it waits until %(days)s days after the due date, and is for "
            "cases fewer than %(below)s days overdue. Change one of them.",
            days=step.after_due_days,
            below=step.below_age,
        )


def _of_reach(step: StepFacts) -> Iterator[str]:
    if step.deed == Deed.CALL and step.reach == Reach.NO_PHONE:
        yield Words("It calls debtors who have no telephone number. Change the one or the other.")
    if step.channel in (By.EMAIL, By.BOTH) and step.reach == Reach.NO_EMAIL:
        yield Words("It sends e-mail to debtors who have no address. Change the one or the other.")
    if step.channel == By.EMAIL and step.reach != Reach.EMAIL:
        yield Words(
            "It goes by e-mail alone, so it must be for debtors with an e-mail address. "
            "Say so, or send by e-mail where there is an address and else by post."
        )


def _out_of_scope(step: StepFacts, scope: Scope) -> str:
    if scope.debtor_kind and step.debtor_kind not in ("", scope.debtor_kind):
        return Words(
            "It is never reached: the strategy is for the other kind of debtor. Remove it."
        )
    abroad = set(step.countries) - set(scope.countries)
    if scope.countries and abroad:
        return Words(
            "It names countries that the strategy is not for: %(countries)s. Leave them out.",
            countries=", ".join(sorted(abroad)),
        )
    return ""
