"""The pages of messages."""

from agency.messages.views import (
    answering,
    files,
    inbox,
    limits,
    panel,
    settling,
    text_gateways,
    texts,
)
from agency.messages.views.blueprint import bp, inbox_bp, settings_bp

__all__ = [
    "answering",
    "bp",
    "files",
    "inbox",
    "inbox_bp",
    "limits",
    "panel",
    "settings_bp",
    "settling",
    "text_gateways",
    "texts",
]
