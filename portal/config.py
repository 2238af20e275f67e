"""Every setting of an installation, read once from the environment. A missing secret stops the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

_PREFIX = "PORTAL_"
_PAIR = ("stripe_platform_key", "stripe_platform_webhook_secret")
"""A key whose messages nobody could prove would be of no use."""


class ConfigError(Exception):
    """A setting is missing or unreadable; the message names it."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings, each read from `PORTAL_<NAME>`. See docs/operations.md for what they do."""

    database_url: str
    redis_url: str
    secret_key: str
    encryption_keys: str
    base_url: str
    storage_url: str
    smtp_url: str
    mail_from: str
    owner_database_url: str = ""
    inbound_address: str = ""
    stripe_api_base: str = ""
    stripe_platform_key: str = ""
    stripe_platform_webhook_secret: str = ""
    sms_api_base: str = ""
    clamd_url: str = ""
    sentry_dsn: str = ""
    metrics_token: str = ""
    environment: str = "production"
    log_level: str = "INFO"
    trusted_proxies: int = 0
    database_pool: int = 8
    upload_max_mb: int = 25
    session_hours: int = 12
    test_mode: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; ConfigError names every one that is missing or no number."""
        values: dict[str, object] = {}
        problems = []
        for field in fields(cls):
            name = _PREFIX + field.name.upper()
            text = env.get(name, "")
            if not text:
                if field.default is field.default_factory:  # both are MISSING: no default
                    problems.append(f"{name} is not set")
                continue
            try:
                values[field.name] = _read(text, field.type)
            except ValueError:
                problems.append(f"{name} is not a {field.type}: {text!r}")
        if bool(values.get(_PAIR[0])) != bool(values.get(_PAIR[1])):
            problems.append(" and ".join(_PREFIX + it.upper() for it in _PAIR) + " go together")
        if problems:
            raise ConfigError("The portal cannot start: " + "; ".join(problems) + ".")
        return cls(**values)  # type: ignore[arg-type]  # Each value was read by its field's type.

    @property
    def secure_cookies(self) -> bool:
        """Cookies go over TLS only, wherever the portal itself is reached over TLS."""
        return self.base_url.startswith("https://")


def _read(text: str, kind: object) -> object:
    if kind is int:
        return int(text)
    if kind is bool:
        if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError(text)
        return text.lower() in {"1", "true", "yes"}
    return text
