"""The stand-in answers as Stripe does."""
