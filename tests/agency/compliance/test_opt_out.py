"""An opt-out is never crossed, whatever was declared before and after it, by whom and on which record."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency.compliance.kinds import DeclarationKind, Source
from agency.compliance.may_contact import may_contact
from agency.compliance.models import Declaration
from agency.compliance.services import declare, revoke
from agency.law.vocabulary import Channel, Purpose
from agency.payer_desk import contact
from portal import db
from tests.agency.compliance.desk import MONDAY, anna, case_of, said
from tests.office import Office, rows

_K = DeclarationKind
CHANNELS = [*Channel]
STOPPABLE = [Channel.EMAIL, Channel.PHONE, Channel.SMS]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["opt_out", "consent", "revoke", "page", "cease", "prefer"]),
        st.integers(0, 1),
        st.sampled_from(STOPPABLE),
    ),
    min_size=1,
    max_size=10,
)


@pytest.fixture
def cases(office: Office) -> list[UUID]:
    """Two of one person; what is declared on them is undone after each example."""
    return [anna(office), anna(office)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=STEPS,
    hours=st.integers(0, 24 * 60),
    purpose=st.sampled_from(Purpose),
    channel=st.sampled_from(CHANNELS),
)
def test_an_opt_out_is_never_crossed(
    office: Office,
    cases: list[UUID],
    steps: list[tuple[str, int, Channel]],
    hours: int,
    purpose: Purpose,
    channel: Channel,
) -> None:
    at = MONDAY + timedelta(hours=hours)
    with office.at_work():
        stopped: set[str] = set()
        for step in steps:
            stopped = _take(office, cases, stopped, *step)
            for case_id in cases:
                assert contact.choices_of(case_of(case_id)).stopped == stopped
                for each in stopped:
                    verdict = may_contact(
                        case_of(case_id).debtor, Channel(each), at, purpose=purpose
                    )
                    assert (verdict.allowed, verdict.next_at) == (False, None)
        verdict = may_contact(case_of(cases[0]).debtor, channel, at, purpose=purpose)
        assert not (verdict.allowed and channel in stopped)
        db.session.rollback()


def _take(
    office: Office, cases: list[UUID], stopped: set[str], what: str, where: int, channel: Channel
) -> set[str]:
    """One step on one record, and which channels must be shut after it."""
    case, by = case_of(cases[where]), office.collector.user
    if what == "opt_out":
        declare(case, said(_K.OPT_OUT, channel=channel), by=by)
        return stopped | {channel}
    if what == "consent":
        declare(case, said(_K.CONSENT, channel=channel), by=by)
        return stopped - {channel}
    if what == "revoke":
        return _revoke_one(office, stopped, channel)
    if what == "page":
        wanted = stopped ^ {channel}
        contact.choose(case, locale="nl", preferred="", stopped=frozenset(wanted))
        return wanted
    kind = {"cease": _K.CEASE, "prefer": _K.PREFERRED_CHANNEL}[what]
    facts = {"channel": channel} if what == "prefer" else {}
    declare(case, said(kind, **facts), by=by)
    return stopped


def _revoke_one(office: Office, stopped: set[str], channel: Channel) -> set[str]:
    """End the first declaration of a channel, if one runs."""
    found = rows(
        Declaration,
        Declaration.revoked_at.is_(None),
        Declaration.channel == channel,
        Declaration.kind.in_([_K.OPT_OUT, _K.CONSENT]),
    )
    for it in found[:1]:
        revoke(it, source=Source.PHONE, by=office.collector.user)
        if it.kind == _K.CONSENT:
            return stopped | {channel}
        if len(found) == 1:
            return stopped - {channel}
    return stopped
