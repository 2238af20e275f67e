"""A quote as people read it in a terminal, and as machines do."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from agency.law.cli.options import in_columns
from agency.law.costs import CostLine, Costs
from agency.law.gates import CostGate
from agency.law.interest import Interest
from agency.law.quote import Quote, Quoted
from portal.money import Money


def as_json(claim: Quoted, on: date, found: Quote) -> dict[str, Any]:
    """All figures; amounts and percents are texts, so that nothing rounds them."""
    return {
        "country": claim.country,
        "debtor": str(claim.debtor),
        "currency": claim.principal.currency,
        "principal": _amount(claim.principal),
        "due": str(claim.due_on),
        "on": str(on),
        "interest": _interest(found.interest) if found.interest else None,
        "costs": _costs(found.costs, found.charged) if found.costs else None,
        "gate": _gate(found.gate, on) if found.gate else None,
        "total": _amount(found.total),
        "missing": [str(why) for why in found.missing],
        "remark": str(found.remark),
    }


def as_lines(claim: Quoted, on: date, found: Quote) -> Iterator[str]:
    """The quote as a few short tables."""
    yield f"{claim.principal}, due {claim.due_on}, {claim.debtor} in {claim.country}, on {on}"
    if found.interest:
        yield ""
        yield f"Interest {found.interest.amount}"
        yield from in_columns(
            [
                (
                    f"  {line.from_on} to {line.until_on}",
                    f"{line.days} days",
                    f"{line.percent}%",
                    f"over {line.base}",
                    str(line.amount),
                    line.article,
                )
                for line in found.interest.lines
            ]
        )
    if found.costs:
        yield ""
        yield f"Costs {found.costs.total}, charged now: {found.charged}"
        yield from in_columns([_row(line) for line in found.costs.lines])
    if found.gate:
        yield ""
        state = "open" if found.gate.is_open(on) else "shut"
        yield f"Costs may be charged: {state}. {found.gate.reason} ({found.gate.article})"
    yield ""
    yield f"Total {found.total}"
    if found.remark:
        yield str(found.remark)
    for why in found.missing:
        yield f"Not known: {why}"


def _interest(found: Interest) -> dict[str, Any]:
    return {
        "amount": _amount(found.amount),
        "lines": [
            {
                "from": str(line.from_on),
                "until": str(line.until_on),
                "days": line.days,
                "percent": str(line.percent),
                "base": _amount(line.base),
                "amount": _amount(line.amount),
                "article": line.article,
                "status": str(line.status),
            }
            for line in found.lines
        ],
    }


def _costs(found: Costs, charged: Money) -> dict[str, Any]:
    return {
        "amount": _amount(found.amount),
        "vat": _amount(found.vat),
        "total": _amount(found.total),
        "charged": _amount(charged),
        "article": found.article,
        "lines": [
            {
                "step": str(line.step),
                "what": str(line.what),
                "base": _amount(line.base) if line.base else None,
                "percent": str(line.percent) if line.percent is not None else None,
                "amount": _amount(line.amount),
                "article": line.article,
            }
            for line in found.lines
        ],
    }


def _gate(gate: CostGate, on: date) -> dict[str, Any]:
    return {
        "open": gate.is_open(on),
        "charge_from": str(gate.charge_from) if gate.charge_from else None,
        "reason": str(gate.reason),
        "article": gate.article,
    }


def _row(line: CostLine) -> tuple[str, ...]:
    over = f"{line.percent:.10g}% over {line.base}" if line.percent is not None else ""
    return f"  {line.what}", over, str(line.amount), line.article


def _amount(amount: Money) -> str:
    return str(amount.decimal)
