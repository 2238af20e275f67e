"""What all parts of the house share, and the debtor's door."""
