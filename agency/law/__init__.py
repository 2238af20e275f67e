"""What may be charged, when, and how a debtor may be approached: data, and sums over it."""
