"""Each kind of Stripe object: its shape, its rules and its API calls."""
