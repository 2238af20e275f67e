"""The command line of a fresh checkout, where nothing is set."""

import os
import subprocess
import sys

import pytest

from portal.config import Config, ConfigError


def flask(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does, without any setting."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        capture_output=True,
        text=True,
        env=bare,
        check=False,
    )


def test_the_law_answers_without_settings() -> None:
    answer = flask("law", "rate", "--country", "NL", "--kind", "commercial", "--on", "2026-07-01")
    assert answer.returncode == 0, answer.stderr
    assert "10.4" in answer.stdout


@pytest.mark.parametrize("command", [("db", "upgrade"), ("run",), ("audit", "verify")])
def test_whatever_needs_settings_says_which_are_missing(command: tuple[str, ...]) -> None:
    answer = flask(*command)
    assert answer.returncode != 0
    assert "PORTAL_DATABASE_URL is not set" in answer.stderr


def test_the_platforms_key_needs_the_secret_of_its_messages() -> None:
    given = {"PORTAL_STRIPE_PLATFORM_KEY": "sk_test_platform"}
    with pytest.raises(ConfigError, match="PORTAL_STRIPE_PLATFORM_WEBHOOK_SECRET go together"):
        Config.from_env(given)
