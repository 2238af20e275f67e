"""Security headers for every answer, and the nonce that lets our own scripts run."""

import secrets

from flask import Flask, Response, g

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'{forms}; frame-src 'self'; "
    "frame-ancestors {frames}; base-uri 'none'; manifest-src 'self'"
)
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""For files that people handed in: nothing runs, nothing is fetched."""


def csp_nonce() -> str:
    """The nonce of this answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def let_ourselves_frame() -> None:
    """Let our own pages, and no others, show this answer inside them."""
    g.is_framed = True


def init_app(app: Flask) -> None:
    """Set the headers on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        if "Content-Security-Policy" not in headers:
            forms = "".join(f" {host}" for host in g.get("form_targets", ()))
            headers["Content-Security-Policy"] = _POLICY.format(
                nonce=csp_nonce(), forms=forms, frames="'self'" if g.get("is_framed") else "'none'"
            )
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "SAMEORIGIN" if g.get("is_framed") else "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        if app.extensions["settings"].secure_cookies:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response
