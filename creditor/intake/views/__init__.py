"""The pages of the hand-over: the claim, the file, the hand-over, and one row of it."""

from creditor.intake.views import batches, claims, rows

BLUEPRINTS = (claims.bp, batches.bp)

__all__ = ["BLUEPRINTS", "batches", "claims", "rows"]
