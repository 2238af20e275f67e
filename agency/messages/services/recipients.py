"""To whom somebody may write about a case: the addresses that we know, and that of who wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from agency.cases.models import Case, Party
from agency.messages.kinds import ON_PAGE, By, Nature
from agency.messages.models import Message
from portal import db
from portal.accounts.models import Membership
from portal.accounts.permissions import Role


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address, whose it is, and whether we knew it before."""

    address: str
    name: str
    is_known: bool = True
    fails: bool = False


def recipients(case: Case, party: Party, answers: Message | None) -> Sequence[Recipient]:
    """The known ones first. An address that only a message tells may be anybody's."""
    found = _of_debtor(case) if party is Party.DEBTOR else _of_creditor(case)
    if answers is not None:
        found.sort(key=lambda each: each.address != answers.sender)
    sender = answers.sender if answers and _is_written(answers) else ""
    if sender and sender not in {each.address for each in found}:
        name = answers.sender_name if answers else ""
        found.append(Recipient(sender, name, is_known=False))
    if asked_on_page(answers):
        fails = bool(found) and found[0].fails
        found.insert(0 if fails else len(found), Recipient(ON_PAGE, ""))
    return found


def asked_on_page(answers: Message | None) -> bool:
    """Whether the debtor asked on its own page, where it reads the answer as well."""
    return (
        answers is not None
        and answers.is_in
        and answers.party == Party.DEBTOR
        and answers.way == By.PAGE
    )


def _is_written(message: Message) -> bool:
    return message.way == By.EMAIL and message.nature == Nature.MESSAGE and message.is_in


def _of_debtor(case: Case) -> list[Recipient]:
    debtor = case.debtor
    if not debtor.email:
        return []
    return [Recipient(debtor.email.lower(), debtor.name, fails=debtor.email_fails)]


def _of_creditor(case: Case) -> list[Recipient]:
    members = db.session.scalars(
        select(Membership).where(
            Membership.creditor_id == case.creditor_id,
            Membership.role.in_([Role.OWNER, Role.CLERK]),
            Membership.ended_at.is_(None),
        )
    ).unique()
    return [
        Recipient(member.user.email, member.user.name)
        for member in members
        if member.user.closed_at is None
    ]
