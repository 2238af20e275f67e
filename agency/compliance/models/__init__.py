"""What debtors declared about contact."""

from agency.compliance.models.declarations import Declaration

__all__ = ["Declaration"]
