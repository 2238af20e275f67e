"""The pages of contact, consent and keeping."""

from agency.compliance.views import declarations, exports, panel, retention
from agency.compliance.views.blueprint import bp

__all__ = ["bp", "declarations", "exports", "panel", "retention"]
