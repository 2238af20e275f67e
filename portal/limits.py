"""Rate limits, counted in the queue store; should that be away, in the memory of each process."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    in_memory_fallback_enabled=True,
    strategy="moving-window",
)


def init_app(app: Flask) -> None:
    """Count in the installation's queue store."""
    store = app.extensions["settings"].redis_url
    if store.startswith("unix:"):
        store = f"redis+{store}"  # What the counters call a socket.
    app.config.setdefault("RATELIMIT_STORAGE_URI", store)
    app.config.setdefault("RATELIMIT_ENABLED", not app.extensions["settings"].test_mode)
    limiter.init_app(app)
