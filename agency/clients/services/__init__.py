"""What administrators do: creditors, their terms, the law firms, and the agency's own house."""

from agency.clients.services.agreements import agree
from agency.clients.services.creditors import (
    CreditorFacts,
    change_creditor,
    change_own_letterhead,
    change_payout_account,
    close_creditor,
    create_creditor,
    engage,
    reopen_creditor,
)
from agency.clients.services.house import HouseFacts, change_house
from agency.clients.services.law_firms import (
    LawFirmFacts,
    LawyerFacts,
    add_lawyer,
    change_law_firm,
    change_lawyer,
    close_law_firm,
    close_lawyer,
    create_law_firm,
    reopen_law_firm,
)
from agency.clients.services.logos import keep_logo

__all__ = [
    "CreditorFacts",
    "HouseFacts",
    "LawFirmFacts",
    "LawyerFacts",
    "add_lawyer",
    "agree",
    "change_creditor",
    "change_house",
    "change_law_firm",
    "change_lawyer",
    "change_own_letterhead",
    "change_payout_account",
    "close_creditor",
    "close_law_firm",
    "close_lawyer",
    "create_creditor",
    "create_law_firm",
    "engage",
    "keep_logo",
    "reopen_creditor",
    "reopen_law_firm",
]
