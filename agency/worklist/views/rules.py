"""The rules by which cases find their collector, and what they would do now."""

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases import queries as cases
from agency.worklist import services
from agency.worklist.models import AssignmentRule
from agency.worklist.queries.people import rules
from agency.worklist.schemas import ConfirmSchema, rule_form
from agency.worklist.views.blueprint import people
from portal import outbox
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.i18n import LOCALES
from portal.web import load, page, say


@people.get("/rules")
@allow(Permission.ASSIGN_CASES)
def list_rules() -> ResponseReturnValue:
    """The rules in their order, and what a run would do."""
    looked_at, by_rule, by_person = services.preview()
    names = dict(cases.collectors())
    return page(
        "agency/worklist/rules.html",
        rules=rules(),
        names=names,
        looked_at=looked_at,
        by_rule=by_rule,
        by_person=[(names[one], count) for one, count in by_person.most_common()],
        creditors=cases.creditors(),
        collectors=list(names.items()),
        languages=list(LOCALES.items()),
    )


@people.post("/rules")
@allow(Permission.ASSIGN_CASES)
def create_rule() -> ResponseReturnValue:
    """Add one."""
    given = load(rule_form(g.agency.currency), page=".list_rules")
    services.make_rule(
        {
            "rank": given.rank,
            "creditor_id": given.creditor,
            "countries": given.countries,
            "languages": given.languages,
            "segments": given.segments,
            "debtor_kind": given.debtor_kind,
            "currency": g.agency.currency,
            "from_minor": given.from_amount.minor if given.from_amount else 0,
            "below_minor": given.below_amount.minor if given.below_amount else None,
        },
        given.collectors,
        by=me(),
    )
    say(_("The rule is made. It is used tonight, or when you let it run now."))
    return redirect(url_for(".list_rules"))


@people.post("/rules/run")
@allow(Permission.ASSIGN_CASES)
def run_rules() -> ResponseReturnValue:
    """Give the cases of nobody to whom the rules say, now."""
    load(ConfirmSchema, page=".list_rules")
    outbox.later("worklist.assign")
    say(_("The rules are being used. Look again in a moment."))
    return redirect(url_for(".list_rules"))


@people.post("/rules/<uuid:assignment_rule>/end")
@allow(Permission.ASSIGN_CASES)
def delete_rule(assignment_rule: AssignmentRule) -> ResponseReturnValue:
    """Take one away."""
    load(ConfirmSchema, page=".list_rules")
    services.end_rule(assignment_rule, by=me())
    say(_("The rule is gone. Cases that went by it stay where they are."))
    return redirect(url_for(".list_rules"))
