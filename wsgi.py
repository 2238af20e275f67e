"""The whole house: portal, agency and creditor put together. Nothing is connected at import."""

import gc
from typing import Any

from flask import Flask

import agency
import creditor
from agency.law.cli import law_cli
from portal import unset
from portal.app import create_app as assemble
from portal.config import Config, ConfigError


def create_app(config: Config | None = None) -> Flask:
    """The application with all its parts.

    What is loaded by now stays to the end, so that garbage collection need not go through it again
    in the midst of somebody's request.
    """
    app = assemble(config or Config.from_env(), parts=(agency, creditor))
    gc.collect()
    gc.freeze()
    return app


def __getattr__(name: str) -> Any:
    """Build `app` when a server asks for it, so that importing this module needs no settings."""
    if name == "app":
        globals()["app"] = _app()
        return globals()["app"]
    raise AttributeError(name)


def _app() -> Flask:
    try:
        return create_app()
    except ConfigError as error:
        if not unset.is_resolving_a_command():
            raise
        return unset.command_line(error, law_cli)
