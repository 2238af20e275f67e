"""What may be charged, when, and how a debtor may be approached: data, and sums over it.

`packs` holds the law of each country as data. The sums take plain facts and answer with lines that
people can read: `owed` (the interest that a debtor owes, by law or agreement), `interest` (of a
stated kind), `costs`, `allocation`, `courts`; `quote` asks interest, costs and the gate together. A
rate that the packs do not have yet comes in from outside: put what people entered into a
`rates.RateBook` and hand it in as `rates=book`; without one, the packs alone count.
"""
