"""The pages of contact, consent and keeping."""

from agency.compliance.views import declarations, panel
from agency.compliance.views.blueprint import bp

__all__ = ["bp", "declarations", "panel"]
