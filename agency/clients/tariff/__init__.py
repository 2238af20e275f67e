"""Success-fee tariffs: what a claim would cost, why, and what proof would make it cheaper. Pure."""

from agency.clients.tariff.fees import fee, vat
from agency.clients.tariff.quoting import ClaimFacts, Missing, Quote, Reason, quote
from agency.clients.tariff.terms import Band, Tariff, read_tariff

__all__ = [
    "Band",
    "ClaimFacts",
    "Missing",
    "Quote",
    "Reason",
    "Tariff",
    "fee",
    "quote",
    "read_tariff",
    "vat",
]
