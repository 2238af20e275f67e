"""A creditor's pages about payment plans."""

from creditor.plans.views import limits, questions, survival
from creditor.plans.views.blueprint import bp

__all__ = ["bp", "limits", "questions", "survival"]
