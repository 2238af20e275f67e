"""Macros that are made once for a page, and not again for each of its parts that import them."""

from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from operator import is_
from typing import Any, cast

from flask import Flask, g, has_app_context
from jinja2 import BaseLoader, Environment, Template, meta
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
        known = ChainMap(dict(locals or {}), vars or {})
        read = [known.get(name, _NOTHING) for name in _read_by(self.environment, self.name)]
        made: dict[str, tuple[list[Any], TemplateModule]] = g.setdefault("macros", {})
        before = made.get(self.name)
        if before is None or not all(map(is_, before[0], read)):
            before = made[self.name] = read, super().make_module(vars, shared, locals)
        return before[1]


def init_app(app: Flask) -> None:
    """Let the templates of an application be such ones."""
    app.jinja_env.template_class = MacroTemplate


@cache
def _read_by(environment: Environment, name: str) -> tuple[str, ...]:
    """The variables of a page that a template reads, and those whose macros it imports; their texts
    ask for the language."""
    source, *_ = cast(BaseLoader, environment.loader).get_source(environment, name)
    parsed = environment.parse(source)
    found = meta.find_undeclared_variables(parsed) - environment.globals.keys()
    for other in meta.find_referenced_templates(parsed):
        found.update(_read_by(environment, str(other)))
    return tuple(sorted({*found, "locale"}))
