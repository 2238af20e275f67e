"""What must come out, to the cent. Published figures and plain arithmetic; nothing of the house's own.

A business owes 2,500.00 since 15 June 2026, as on 30 September 2026:
interest 15 days at 10.15 % and 92 days at 10.40 % a year (art. 6:119a, 6:120 BW), costs 15 %
(Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2). What is paid goes to costs,
then interest, then principal (art. 6:44 BW).
"""

PRINCIPAL = "€2,500.00"
INTEREST = "€75.96"  # 10.43 + 65.53
COSTS = "€375.00"
OWED = "€2,950.96"

FEE_UNPROVED, FEE_PROVED = "15 %", "12 %"
FEE_OF_PRINCIPAL = "€300.00"
"""12 % of 2,500.00."""

PART = "€500.00"
PART_PAYS = ("375.00", "75.96", "49.04")
"""Costs, interest and principal."""
PART_FEE = ("60.00", "12.60", "427.40")
"""12 % of it, 21 % VAT on that, and what is left for the creditor."""

REST = "€2,450.96"
REST_PAYS = ("0.00", "0.00", "2450.96")
REST_FEE = ("294.12", "61.77", "2095.07")

PART_FEE_VAT = "€72.60"

COLLECTED, FEE, VAT, NET = "€2,950.96", "€354.12", "€74.37", "€2,522.47"
PART_LINE = "€500.00 −€60.00 12 % −€12.60 21 % €427.40"
REST_LINE = "€2,450.96 −€294.12 12 % −€61.77 21 % €2,095.07"
