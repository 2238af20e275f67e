"""Who may do what: permissions by role. A view names the one it needs; nothing is allowed by default."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is for an agency, or for one of its creditors."""

    COLLECTOR = "collector"
    MANAGER = "manager"
    FINANCE = "finance"
    LAWYER = "lawyer"
    ADMIN = "admin"
    OWNER = "owner"
    CLERK = "clerk"
    VIEWER = "viewer"


class Permission(StrEnum):
    """One thing that a person may do."""

    ENTER_AGENCY = "enter_agency"
    """Every one of the agency's own people; the start page asks for no more."""
    WORK_CASES = "work_cases"
    SEE_CASES = "see_cases"
    RECORD_CONSENT = "record_consent"
    """Note what a debtor declared about contact, and see why a vulnerable one needs care."""
    EXPORT_DATA = "export_data"
    """Hand a debtor all of its data."""
    ERASE_DATA = "erase_data"
    """See what is erased when, and hold it up."""
    ALLOW_PROMISES = "allow_promises"
    """Let a promise to pay go beyond the agency's limits, with a reason."""
    ASSIGN_CASES = "assign_cases"
    """Say who works what: what collectors can and carry, rules, absence, hand-over."""
    ALLOW_PLANS = "allow_plans"
    """Say how far payment plans on a creditor's claims may go, and let one go beyond with a reason."""
    SEE_CREDITORS = "see_creditors"
    RELEASE_NOTICES = "release_notices"
    DISPATCH_NOTICES = "dispatch_notices"
    APPROVE_NOTICES = "approve_notices"
    """Let the agency's own letters of a batch go, after looking through them."""
    SEE_TEMPLATES = "see_templates"
    WRITE_TEMPLATES = "write_templates"
    """The texts of letters, and which of the agency's own is in force."""
    SEE_MONEY = "see_money"
    PREPARE_REMITTANCES = "prepare_remittances"
    APPROVE_REMITTANCES = "approve_remittances"
    REFUND_PAYMENTS = "refund_payments"
    SETTLE_SURPLUS = "settle_surplus"
    """See what debtors paid too much, and use it for their other cases where they say so."""
    ENTER_RATES = "enter_rates"
    """An interest rate that the packs of law lack; a second person confirms it."""
    CORRECT_CLAIMS = "correct_claims"
    """Less principal, another due date, or no claim at all: what debtors owe changes by it."""
    ENTER_AWARDS = "enter_awards"
    """Costs that a court awarded: enter them from the judgment, approve another's entry, take them back."""
    SEE_STRATEGIES = "see_strategies"
    WRITE_STRATEGIES = "write_strategies"
    """Write and release procedures, say which cases follow them, and compare what they bring."""
    ADMINISTER = "administer"
    SEE_AUDIT = "see_audit"
    HAND_OVER_CLAIMS = "hand_over_claims"
    SEE_OWN_CASES = "see_own_cases"
    SEE_STATEMENTS = "see_statements"
    MANAGE_OWN_USERS = "manage_own_users"
    LIMIT_PLANS = "limit_plans"
    """Say how far plans on one's own claims may go, and answer what asks for more."""


STAFF_ROLES = frozenset({Role.COLLECTOR, Role.MANAGER, Role.FINANCE, Role.LAWYER, Role.ADMIN})
CREDITOR_ROLES = frozenset({Role.OWNER, Role.CLERK, Role.VIEWER})

_P = Permission
_STAFF = frozenset({_P.ENTER_AGENCY})
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COLLECTOR: _STAFF
    | {_P.SEE_CASES, _P.WORK_CASES, _P.DISPATCH_NOTICES, _P.RECORD_CONSENT}
    | {_P.SEE_STRATEGIES, _P.SEE_TEMPLATES, _P.SETTLE_SURPLUS},
    Role.MANAGER: _STAFF
    | {_P.SEE_CASES, _P.WORK_CASES, _P.DISPATCH_NOTICES, _P.SEE_CREDITORS, _P.SEE_MONEY}
    | {_P.APPROVE_REMITTANCES, _P.REFUND_PAYMENTS, _P.SETTLE_SURPLUS, _P.SEE_AUDIT}
    | {_P.RECORD_CONSENT, _P.CORRECT_CLAIMS, _P.ENTER_RATES, _P.EXPORT_DATA, _P.ERASE_DATA}
    | {_P.ENTER_AWARDS}
    | {
        _P.ALLOW_PROMISES,
        _P.ALLOW_PLANS,
        _P.APPROVE_NOTICES,
        _P.SEE_STRATEGIES,
        _P.WRITE_STRATEGIES,
    }
    | {_P.ASSIGN_CASES, _P.SEE_TEMPLATES, _P.WRITE_TEMPLATES},
    Role.FINANCE: _STAFF
    | {_P.SEE_CASES, _P.SEE_CREDITORS, _P.SEE_MONEY, _P.PREPARE_REMITTANCES}
    | {_P.APPROVE_REMITTANCES, _P.REFUND_PAYMENTS, _P.SETTLE_SURPLUS}
    | {_P.CORRECT_CLAIMS, _P.ENTER_RATES, _P.ENTER_AWARDS},
    Role.LAWYER: _STAFF | {_P.SEE_CASES, _P.RELEASE_NOTICES, _P.SEE_STRATEGIES, _P.SEE_TEMPLATES},
    Role.ADMIN: _STAFF
    | {_P.ADMINISTER, _P.MANAGE_OWN_USERS, _P.SEE_CREDITORS, _P.SEE_AUDIT, _P.ERASE_DATA}
    | {_P.SEE_STRATEGIES, _P.WRITE_STRATEGIES, _P.SEE_TEMPLATES, _P.WRITE_TEMPLATES},
    Role.OWNER: frozenset(
        {_P.HAND_OVER_CLAIMS, _P.SEE_OWN_CASES, _P.SEE_STATEMENTS, _P.MANAGE_OWN_USERS}
        | {_P.LIMIT_PLANS}
    ),
    Role.CLERK: frozenset({_P.HAND_OVER_CLAIMS, _P.SEE_OWN_CASES}),
    Role.VIEWER: frozenset({_P.SEE_OWN_CASES, _P.SEE_STATEMENTS}),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission."""
    return permission in GRANTS[role]
