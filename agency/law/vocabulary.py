"""The words of the law slice, shared by packs, calculators and their callers."""

from enum import StrEnum


class DebtorKind(StrEnum):
    """Who owes: the law protects a natural person outside business more."""

    CONSUMER = "consumer"
    BUSINESS = "business"


class InterestKind(StrEnum):
    """Which interest runs on a claim after its due date.

    Statutory business: the ordinary legal rate between businesses, where it differs.
    """

    STATUTORY = "statutory"
    STATUTORY_BUSINESS = "statutory_business"
    COMMERCIAL = "commercial"
    CONTRACTUAL = "contractual"
    NONE = "none"


class Channel(StrEnum):
    """How a debtor is approached."""

    POST = "post"
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    VISIT = "visit"


class Purpose(StrEnum):
    """Why a debtor is approached: to collect, because a law asks for the notice, to answer what
    the debtor asked, or to confirm what the debtor paid."""

    COLLECTION = "collection"
    STATUTORY = "statutory"
    ANSWER = "answer"
    RECEIPT = "receipt"


class BlockKind(StrEnum):
    """What keeps an agency from approaching a debtor, whatever the hour."""

    OPT_OUT = "opt_out"
    CEASE = "cease"
    REPRESENTED = "represented"
    BREATHING_SPACE = "breathing_space"
    DEBT_MEDIATION = "debt_mediation"
    DISPUTED = "disputed"
    INCONVENIENT = "inconvenient"
    DECEASED = "deceased"
    INSOLVENT = "insolvent"


class Day(StrEnum):
    """A day of the week, or a public holiday whatever its weekday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


WEEKDAYS = tuple(Day)[:7]
"""The days of the week from Monday on, as `date.weekday` counts them."""


class Counted(StrEnum):
    """What a limit on frequency counts: attempts to reach a person, or talks with them."""

    ATTEMPTS = "attempts"
    CONVERSATIONS = "conversations"


class NoticeKind(StrEnum):
    """Notices that the law has something to say about, the mildest first."""

    OWN_REMINDER = "own_reminder"
    """In the creditor's own name, before the agency asks: free, and for the invoice alone."""
    REMINDER = "reminder"
    FOURTEEN_DAY_LETTER = "fourteen_day_letter"
    DEMAND = "demand"
    FINAL_DEMAND = "final_demand"
    LAW_FIRM_NOTICE = "law_firm_notice"
    LETTER_BEFORE_CLAIM = "letter_before_claim"


class NoticeCondition(StrEnum):
    """What makes a paragraph of a notice stand, or allows words that are forbidden otherwise."""

    INTEREST = "interest"
    NO_INTEREST = "no_interest"
    INTEREST_RUNS = "interest_runs"
    INTEREST_STOPS = "interest_stops"
    NO_INTEREST_ASKED = "no_interest_asked"
    COSTS = "costs"
    NO_COSTS = "no_costs"
    VAT = "vat"
    NO_VAT = "no_vat"
    PAYMENT_LINK = "payment_link"
    MANDATE_TO_SUE = "mandate_to_sue"


class ClaimKind(StrEnum):
    """What a claim rests on, as far as limitation asks."""

    CONTRACT = "contract"
    PERIODIC = "periodic"
    CONSUMER_SALE = "consumer_sale"
    SMALL_TRADE = "small_trade"
    DAMAGES = "damages"
    PENALTY = "penalty"
    JUDGMENT = "judgment"
    JUDGMENT_PERIODIC = "judgment_periodic"


class InterruptionKind(StrEnum):
    """What may start a limitation term anew, or make it stand still."""

    WRITTEN = "written"
    FORMAL_NOTICE = "formal_notice"
    ACKNOWLEDGMENT = "acknowledgment"
    PART_PAYMENT = "part_payment"
    LAWSUIT = "lawsuit"
    PAYMENT_ORDER = "payment_order"
    ENFORCEMENT = "enforcement"
    NEGOTIATION = "negotiation"


class TermStart(StrEnum):
    """From when a limitation term counts: the day itself, the day after, or the year's end."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    YEAR_END = "year_end"


class Effect(StrEnum):
    """What an act does to a running term: a new one, a standstill, or nothing at all."""

    RESTART = "restart"
    SUSPEND = "suspend"
    NONE = "none"


class GateKind(StrEnum):
    """What opens the way to collection costs, if anything does."""

    AFTER_DUE = "after_due"
    AFTER_TERM = "after_term"
    AFTER_DEMAND = "after_demand"
    NEVER = "never"


class RecordKind(StrEnum):
    """What an agency keeps, as far as the law says for how long."""

    CLAIM_FILE = "claim_file"
    ACCOUNTING = "accounting"
    RECORDING = "recording"


class Status(StrEnum):
    """How sure a row of a pack is; a projected row is never used for a sum."""

    CONFIRMED = "confirmed"
    DERIVED = "derived"
    PROJECTED = "projected"


class BandCount(StrEnum):
    """Whether each band of a principal costs its part, or only the band that it ends in counts."""

    EACH_BAND = "each_band"
    OWN_BAND = "own_band"


class Allows(StrEnum):
    """What may be charged where no tariff holds."""

    NOTHING = "nothing"
    AGREED = "agreed"
    PROVEN = "proven"


class Effort(StrEnum):
    """How much work a claim took, where the law pays by it: simple is one letter that was heeded."""

    SIMPLE = "simple"
    NORMAL = "normal"
    EXTENSIVE = "extensive"


class Circumstance(StrEnum):
    """What the law of some countries asks of a claim before it says what its debtor owes.

    Letters: those of the creditor, where they carry fees of their own.
    """

    COSTS_CLAUSE = "costs_clause"
    AGREED_COSTS = "agreed_costs"
    PROVEN_COSTS = "proven_costs"
    DUE_AGREED = "due_agreed"
    DISPUTED = "disputed"
    LETTERS = "letters"


class FeeLetterKind(StrEnum):
    """Letters that a fee may be charged for, and the agency's demand that its work follows."""

    REMINDER = "reminder"
    WARNING = "warning"
    OWN_DEMAND = "own_demand"
    AGENCY_DEMAND = "agency_demand"

    @property
    def has_fee(self) -> bool:
        """Whether the letter itself may carry a fee."""
        return self is not FeeLetterKind.AGENCY_DEMAND


class Claimant(StrEnum):
    """Who goes to court, as far as the fee asks."""

    LEGAL = "legal"
    NATURAL = "natural"
    LOW_MEANS = "low_means"


class Portion(StrEnum):
    """What a debt consists of."""

    COSTS = "costs"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Across(StrEnum):
    """By what the debt is chosen that a payment goes to next; what is alike shares pro rata."""

    DESIGNATED = "designated"
    DUE = "due"
    MOST_ONEROUS = "most_onerous"
    OLDEST = "oldest"


class DayCount(StrEnum):
    """How many days a year counts for interest."""

    ACTUAL_365 = "act/365"
    ACTUAL_ACTUAL = "act/act"


class SplitAt(StrEnum):
    """Where a stretch of interest ends and is rounded: each half-year, or only at a new rate."""

    HALF_YEAR = "half_year"
    RATE_CHANGE = "rate_change"


class Holds(StrEnum):
    """How long a published rate holds before the next one must be known."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    UNTIL_CHANGED = "until_changed"


class Compounding(StrEnum):
    """Whether a year's interest bears interest itself from the anniversary of default."""

    SIMPLE = "simple"
    YEARLY = "yearly"


class RateFixing(StrEnum):
    """Whether a running debt follows each new rate, or keeps that of its first day."""

    RUNNING = "running"
    AT_START = "at_start"
