"""The command line before any setting is there: what needs none works, the rest says what is missing."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal.config import ConfigError


def is_resolving_a_command() -> bool:
    """Whether `flask` is looking up a command's name, and nothing has been started yet."""
    context = click.get_current_context(silent=True)
    return context is not None and context.parent is None


def command_line(error: ConfigError, *commands: click.Command) -> Flask:
    """An application with these commands alone; any other is refused with the error."""
    app = Flask("portal")
    app.cli = _Commands(error)
    for command in commands:
        app.cli.add_command(command)
    return app


class _Commands(AppGroup):
    def __init__(self, error: ConfigError) -> None:
        super().__init__()
        self.error = error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """A command that needs no setting. UsageError for the others."""
        command = super().get_command(ctx, cmd_name)
        if command is None:
            raise click.UsageError(str(self.error), ctx)
        return command
