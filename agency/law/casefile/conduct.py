"""The cases about approaching a debtor: letters, terms, hours, limitation, references."""

from datetime import datetime
from zoneinfo import ZoneInfo

from agency.law.casefile.case import Case, Figures, Rule
from agency.law.contact import Approach, may_contact
from agency.law.gates import Letter, free_term
from agency.law.limitation import Interruption, limitation
from agency.law.references import epc_qr, make_betalingskenmerk, make_ogm, make_rf
from agency.law.term_wording import check_term_wording
from agency.law.vocabulary import Channel, DebtorKind, InterruptionKind
from portal.money import Money

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _letter_term(case: Case) -> Figures:
    term = free_term(Letter(case.day("sent"), Channel(case.text("channel"))))
    return {
        "presumed_received": term.received_on,
        "term_first_day": term.first_day,
        "term_last_day": term.last_day,
        "cost_due_from": term.charge_from,
    }


def _letter_wording(case: Case) -> Figures:
    return {"valid": check_term_wording(case.text("text")).is_valid}


def _window(case: Case) -> Figures:
    at = datetime.fromisoformat(case.text("local_time").split(" ")[0]).replace(tzinfo=AMSTERDAM)
    channels = [Channel(name) for name in case.text("channel").split("|")]
    verdicts = [
        may_contact(
            Approach(
                channel=channel,
                at=at,
                country=case.jurisdiction,
                debtor=DebtorKind.CONSUMER,
                zone=AMSTERDAM,
            )
        )
        for channel in channels
    ]
    return {"allowed": all(verdict.allowed for verdict in verdicts)}


def _lapse(case: Case) -> Figures:
    return {"last_day_enforceable": limitation(case.day("due")).last_day}


def _lapse_interrupted(case: Case) -> Figures:
    found = limitation(
        case.day("due"),
        interruptions=[Interruption(case.day("written_reservation"), InterruptionKind.WRITTEN)],
    )
    return {"new_term_from": found.steps[-1].from_on, "last_day_enforceable": found.last_day}


def _rf(case: Case) -> Figures:
    return {"rf": make_rf(case.text("reference"))}


def _ogm(case: Case) -> Figures:
    return {"ogm": make_ogm(case.text("base"))}


def _kenmerk_16(case: Case) -> Figures:
    return {"kenmerk": make_betalingskenmerk(case.text("base"))}


def _kenmerk_14(case: Case) -> Figures:
    return {"kenmerk": make_betalingskenmerk(case.text("payload"))}


def _epc(case: Case) -> Figures:
    payload = epc_qr(
        name=case.text("name"),
        iban=case.text("iban"),
        amount=Money.of(case.number("amount")),
        reference=case.text("rf"),
        version=case.text("version"),
    )
    return {"payload_lines": payload.split("\n")}


RULES: dict[str, Rule] = {
    "notice.14_day_letter_post": _letter_term,
    "notice.14_day_letter_wording": _letter_wording,
    "contact.window_Bki_4_2": _window,
    "limitation.contract_5y": _lapse,
    "limitation.written_interruption": _lapse_interrupted,
    "ref.RF_ISO11649": _rf,
    "ref.OGM_mod97": _ogm,
    "ref.OGM_mod97_zero_remainder": _ogm,
    "ref.betalingskenmerk_16": _kenmerk_16,
    "ref.betalingskenmerk_14": _kenmerk_14,
    "qr.EPC069_12": _epc,
}
