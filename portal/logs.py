"""Structured logs with request and agency ids and no personal data; and the request's numbers."""

import logging
import time
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

REQUESTS = Counter(
    "portal_requests_total", "Requests by endpoint and status.", ["endpoint", "status"]
)
SECONDS = Histogram(
    "portal_request_seconds",
    "Time to answer by endpoint.",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

log = structlog.get_logger()


def configure(level: str) -> None:
    """Write every log line as one JSON object."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )


def init_app(app: Flask) -> None:
    """Give each request an id, and log and count it when it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        REQUESTS.labels(endpoint, str(response.status_code)).inc()
        SECONDS.labels(endpoint).observe(seconds)
        if endpoint not in ("static", "health.healthz"):
            facts: dict[str, Any] = {"endpoint": endpoint, "method": request.method}
            agency = g.get("agency")
            if agency is not None:
                facts["agency_id"] = str(agency.id)
            log.info("request", status=response.status_code, ms=round(seconds * 1000, 1), **facts)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response
