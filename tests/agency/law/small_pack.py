"""A small pack that tests bend."""

SMALL = """
country = "XX"
name = "Example"
currency = "EUR"
reviewed_through = 2026-12-31

[sources]
s = "Somewhere"

[interest.statutory]
article = "art. 1"
compounding = "simple"
rate_fixing = "at_start"
day_count = "act/365"
split_at = "half_year"

[[interest.statutory.rates]]
source = "s"
read_on = 2026-11-22
status = "confirmed"
[interest.statutory.rates.percent]
2026-01-01 = "5"

[[interest.statutory.rates]]
source = "s"
read_on = 2026-11-22
status = "derived"
[interest.statutory.rates.percent]
2026-07-01 = "6"

[interest_owed]
consumer = "statutory"
business = "statutory"

[costs]
article = "art. 2"
aggregation_article = "art. 3"
vat_article = "art. 4"
recurring_caps = []

[[costs.tariffs]]
valid_from = 2020-01-01
source = "s"
read_on = 2026-11-22
status = "confirmed"
article = "art. 6"
counts = "each_band"
minimum = "10.00"
maximum = "90.00"
bands = [
  { over = "0.00", up_to = "100.00", percent = "15" },
  { over = "100.00", percent = "5" },
]
"""
