"""What is done about contact: record what was declared, and take it back."""

from agency.compliance.services.declaring import Declared, declare, revoke

__all__ = ["Declared", "declare", "revoke"]
