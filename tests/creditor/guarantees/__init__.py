"""What a creditor sees of guarantees."""
