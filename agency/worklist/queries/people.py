"""The collectors: what they can, what they carry, and what they did today."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

from agency.cases import queries as cases
from agency.contacts.models import Contact
from agency.strategy.kinds import Level
from agency.strategy.models import CollectorProfile
from agency.worklist.assigning import RuleFacts, Worker
from agency.worklist.models import AssignmentRule, RuleTaker, WorklistEntry
from agency.worklist.queries.places import Wanted, counts
from agency.worklist.ranks import Rank
from portal import clock, db
from portal.accounts.models import Membership, User
from portal.tenancy import acting


@dataclass(frozen=True, slots=True)
class Row:
    """A collector as the manager sees them."""

    id: uuid.UUID
    name: str
    profile: CollectorProfile
    cases: int
    waiting: Mapping[Rank, str]
    """Obligations of today by kind, as far as it is worth counting."""
    contacts: int
    """Logged today."""

    @property
    def is_full(self) -> bool:
        """Whether they have as many cases as they can carry, or more."""
        return bool(self.profile.capacity) and self.cases >= self.profile.capacity


def board() -> list[Row]:
    """All who work cases, by name."""
    profiles, loads, logged = _profiles(), _loads(), _logged_today()
    today = clock.today()
    return [
        Row(
            id=one,
            name=name,
            profile=profiles.get(one)
            or CollectorProfile(id=one, level=Level.NOVICE, languages=[], capacity=0),
            cases=loads.get(one, 0),
            waiting={
                rank: count
                for rank, count in counts(Wanted(own=(one,)), today).items()
                if rank < Rank.WORK
            },
            contacts=logged.get(one, 0),
        )
        for one, name in cases.collectors()
    ]


def workers() -> list[Worker]:
    """The same as the rules see them."""
    profiles, loads, today = _profiles(), _loads(), clock.today()
    found = []
    for one, _name in cases.collectors():
        profile = profiles.get(one)
        found.append(
            Worker(
                id=one,
                languages=frozenset(profile.languages if profile else ()),
                capacity=profile.capacity if profile else 0,
                cases=loads.get(one, 0),
                is_absent=bool(profile and profile.is_absent(today)),
            )
        )
    return found


def rules() -> Sequence[AssignmentRule]:
    """The rules in their order, each with its takers."""
    return (
        db.session.scalars(select(AssignmentRule).order_by(AssignmentRule.rank, AssignmentRule.id))
        .unique()
        .all()
    )


def rule_facts() -> list[RuleFacts]:
    """The rules as they are applied."""
    takers: dict[uuid.UUID, list[uuid.UUID]] = {}
    for rule_id, collector_id in db.session.execute(
        select(RuleTaker.rule_id, RuleTaker.collector_id).order_by(RuleTaker.collector_id)
    ):
        takers.setdefault(rule_id, []).append(collector_id)
    return [
        RuleFacts(
            id=rule.id,
            collectors=tuple(takers.get(rule.id, ())),
            creditor_id=rule.creditor_id,
            countries=frozenset(rule.countries),
            languages=frozenset(rule.languages),
            segments=frozenset(rule.segments),
            debtor_kind=rule.debtor_kind,
            currency=rule.currency,
            from_minor=rule.from_minor,
            below_minor=rule.below_minor,
        )
        for rule in rules()
    ]


def _profiles() -> dict[uuid.UUID, CollectorProfile]:
    return {it.id: it for it in db.session.scalars(select(CollectorProfile))}


def _loads() -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(WorklistEntry.collector_id, func.count())
        .where(WorklistEntry.agency_id == acting().agency_id)
        .group_by(WorklistEntry.collector_id)
    )
    return {collector_id: int(count) for collector_id, count in rows}


def _logged_today() -> dict[uuid.UUID, int]:
    morning = datetime.combine(clock.today(), time(), clock.OFFICE_ZONE)
    rows = db.session.execute(
        select(Membership.id, func.count())
        .join(User, User.id == Membership.user_id)
        .join(
            Contact,
            (Contact.agency_id == Membership.agency_id) & (Contact.logged_by == User.id),
        )
        .where(Contact.logged_at >= morning, Membership.creditor_id.is_(None))
        .group_by(Membership.id)
    )
    return {membership_id: int(count) for membership_id, count in rows}
