"""The first page of a creditor."""
