"""The cases about what may be charged, by what they are about."""

from agency.law.casefile import collecting, courts, fees, interests, rates
from agency.law.casefile.case import Rule

RULES: dict[str, Rule] = {
    **interests.RULES,
    **rates.RULES,
    **collecting.RULES,
    **fees.RULES,
    **courts.RULES,
}
