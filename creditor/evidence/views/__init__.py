"""The pages of evidence: the creditor's own, and the panel on the staff's case page."""

from creditor.evidence.views import mine, staff

__all__ = ["mine", "staff"]
