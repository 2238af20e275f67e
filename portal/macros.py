"""Macros that are made once for a page, and not again for each of its parts that import them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask, g, has_app_context
from flask.templating import Environment
from jinja2 import Template, meta
from jinja2.environment import TemplateModule

_NOTHING = object()


class MacroTemplate(Template):
    """A template whose macros serve as long as all that they read of a page is the same."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """The macros, with what is known where they are imported."""
        if not (shared and has_app_context() and self.name):
            return super().make_module(vars, shared, locals)
        known = {**(vars or {}), **(locals or {})} if locals else vars or {}
        read = [known.get(name, _NOTHING) for name in _read_by(self.environment, self.name)]
        made = g.setdefault("macros", {})
        before, module = made.get(self.name, (None, None))
        if module is None or not all(a is b for a, b in zip(before, read, strict=True)):
            module = super().make_module(vars, shared, locals)
            made[self.name] = (read, module)
        return module


def init_app(app: Flask) -> None:
    """Let the templates of an application be such ones."""
    app.jinja_env.template_class = MacroTemplate


@cache
def _read_by(environment: Environment, name: str) -> tuple[str, ...]:
    """The variables of a page that a template reads; its texts ask for the language."""
    source, *_ = environment.loader.get_source(environment, name)
    found = meta.find_undeclared_variables(environment.parse(source))
    return tuple(sorted({*found, "locale"} - environment.globals.keys()))
