"""The application: the portal's own parts, then each part that is built upon it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import sentry_sdk
from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal import (
    accounts,
    audit,
    brand,
    cli,
    db,
    faults,
    filters,
    health,
    i18n,
    limits,
    logs,
    macros,
    page_context,
    pay,
    security,
)
from portal.config import Config
from portal.csrf import csrf
from portal.storage import storage_from_url

ROOT = Path(__file__).parent.parent


class Part(Protocol):
    """A part of the house, such as `agency`."""

    def init_app(self, app: Flask) -> None:
        """Register blueprints, slots and jobs."""


def create_app(config: Config, parts: Iterable[Part]) -> Flask:
    """Build the application. Nothing is connected to until the first request."""
    app = Flask(
        "portal",
        root_path=str(ROOT / "portal"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="portal",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=(config.upload_max_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=config.secure_cookies,
        TESTING=config.test_mode,
    )
    app.extensions["settings"] = config
    app.extensions["storage"] = storage_from_url(config.storage_url)
    logs.configure(config.log_level)
    if config.sentry_dsn:
        sentry_sdk.init(config.sentry_dsn, environment=config.environment, send_default_pii=False)
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[config.trusted_proxies] * 4)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(ROOT / "static"), prefix="static/", max_age=3600
    )

    db.init_app(app, config.database_url, pool_size=config.database_pool)
    _commit_at_the_end(app)  # First registered, so that it runs after all other after_requests.
    csrf.init_app(app)
    for module in (
        logs,
        security,
        i18n,
        filters,
        macros,
        page_context,
        faults,
        limits,
        health,
        brand,
        cli,
    ):
        module.init_app(app)
    for own in (accounts, audit, pay):
        own.init_app(app)
    for part in parts:
        part.init_app(app)
    return app


def _commit_at_the_end(app: Flask) -> None:
    """One transaction per request: kept when the answer is good, undone when it is a refusal."""

    @app.after_request
    def finish(response: Response) -> Response:
        if response.status_code < 400:
            db.commit()
        else:
            db.roll_back()
        return response
