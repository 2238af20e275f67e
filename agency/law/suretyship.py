"""Which form a guarantee needs to hold against its guarantor, from `packs/house.suretyship.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agency.law.errors import LawMissing
from agency.law.packs import files
from agency.law.packs.reading import Table
from agency.law.packs.source_rows import Source, source_row
from agency.law.vocabulary import DebtorKind
from portal.errors import Refused, Words


class Form(StrEnum):
    """How a guarantee is given."""

    CLICK = "click"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Rule:
    """The form that a country asks of a kind of guarantor, and where that was read."""

    form: Form
    source: Source


def must_hold_by_click(country: str, guarantor: DebtorKind) -> Source:
    """Where it says that a guarantee by click holds against a guarantor of a country.

    LawMissing where no rule is known; Refused where the law wants a hand on paper.
    """
    rule = rules().get((files.pack_code(country), guarantor))
    if rule is None:
        raise LawMissing(
            Words(
                "We do not know which form the law of %(country)s asks of this guarantee. "
                "Have a lawyer look at it, and do without a guarantor until then.",
                country=country,
            )
        )
    if rule.form is Form.PAPER:
        raise Refused(
            Words(
                "A guarantee by click does not hold here: %(law)s. "
                "Have a lawyer draw it up on paper, or ask another guarantor.",
                law=rule.source.text,
            )
        )
    return rule.source


@cache
def rules() -> Mapping[tuple[str, DebtorKind], Rule]:
    """Every rule by the code of its pack and the kind of guarantor. PackError where it is not as it
    should be."""
    top = Table(files.read("HOUSE", "suretyship"), "HOUSE.suretyship")
    top.text("country")
    sources = {name: source_row(table) for name, table in top.named("sources").items()}
    found = dict(_rule(table, sources) for table in top.named("forms").values())
    top.close()
    return found


def _rule(table: Table, sources: Mapping[str, Source]) -> tuple[tuple[str, DebtorKind], Rule]:
    key = table.text("pack"), table.choice("guarantor", DebtorKind)
    rule = Rule(table.choice("form", Form), sources[table.text("source")])
    table.close()
    return key, rule
