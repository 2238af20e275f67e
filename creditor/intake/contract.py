"""What the law of some countries asks of a claim besides, as it is typed at a hand-over. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agency.cases.circumstances import kept_letters, read_agreed_costs
from agency.law.vocabulary import Channel, FeeLetterKind
from creditor.intake.problems import Problem, in_field

YES = frozenset(["yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai"])
NO = frozenset(["no", "n", "false", "0", "nee", "nein", "non", "faux", "nei"])
CHANNELS = {
    **dict.fromkeys(
        ["post", "letter", "mail", "brief", "per_post", "courrier", "poste"], Channel.POST
    ),
    **dict.fromkeys(["email", "e-mail", "courriel", "epost", "e-post"], Channel.EMAIL),
}
LETTERS = {
    "reminder_on": FeeLetterKind.REMINDER,
    "own_demand_on": FeeLetterKind.OWN_DEMAND,
}
"""The days of the creditor's own letters, by the kind of letter."""
SENT = ("reminded_on", *LETTERS)
"""Days on which the creditor sent something, all in the past."""
ANSWERS = ("costs_clause", "due_agreed", "disputed")


def checked_contract(
    texts: Mapping[str, str], currency: str, today: date, errors: list[str]
) -> dict[str, str]:
    """What is known, by field, as a row keeps it: yes or no, a figure, an ISO day."""
    found = {name: _answer(name, texts, errors) for name in ANSWERS}
    found["agreed_costs"] = _costs(texts.get("agreed_costs", ""), currency, errors)
    for name in SENT:
        found[name] = _past(name, texts.get(name, ""), today, errors)
    found["reminded_channel"] = _channel(texts, found["reminded_on"], errors)
    return found


def contract_of(kept: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a placement takes it. Where a claim says nothing, what is `usual` for all claims
    of the creditor stands: `costs_clause`, `due_agreed` and `agreed_costs_percent`."""

    def says(name: str) -> bool:
        return kept[name] == "yes" if kept.get(name) else bool(usual.get(name))

    return {
        "costs_clause": says("costs_clause"),
        "due_agreed": says("due_agreed"),
        "disputed": says("disputed"),
        "letters": tuple(
            kept_letters(
                (kind, date.fromisoformat(kept[name]), "")
                for name, kind in LETTERS.items()
                if kept.get(name)
            )
        ),
        **_named_costs(kept, usual),
    }


def _named_costs(kept: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The costs that the contract names; a contract without a clause names none."""
    if given := kept.get("agreed_costs"):
        return read_agreed_costs(given, kept["principal"]["currency"])
    if kept.get("costs_clause") == "no":
        return {}
    return {"agreed_costs_percent": usual.get("agreed_costs_percent")}


def _answer(name: str, texts: Mapping[str, str], errors: list[str]) -> str:
    given = texts.get(name, "").casefold()
    if not given or given in YES:
        return "yes" if given else ""
    if given not in NO:
        errors.append(Problem(name, "“%(given)s” is neither yes nor no.", given=texts[name]))
    return "no"


def _costs(given: str, currency: str, errors: list[str]) -> str:
    if not given:
        return ""
    try:
        read_agreed_costs(given, currency)
    except ValueError as error:
        errors.append(in_field("agreed_costs", error.args[0]))
    return given


def _past(name: str, given: str, today: date, errors: list[str]) -> str:
    if given and date.fromisoformat(given) > today:
        errors.append(Problem(name, "A letter cannot have been sent after today."))
    return given


def _channel(texts: Mapping[str, str], sent_on: str, errors: list[str]) -> str:
    """How the letter before costs went; by post where nothing is said, which takes the longest."""
    given = texts.get("reminded_channel", "")
    channel = CHANNELS.get(given.casefold())
    if given and channel is None:
        errors.append(
            Problem("reminded_channel", "“%(given)s” is neither post nor e-mail.", given=given)
        )
    if given and not sent_on:
        errors.append(Problem("reminded_on", "Say when the letter went."))
    return (channel or Channel.POST) if sent_on else ""
