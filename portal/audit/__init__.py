"""Every change is an event: who, when, what, before and after. Added to, never changed."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Make sealing known to workers and the scheduler."""
    from portal.audit import jobs  # noqa: F401 - registering is all that importing it does
