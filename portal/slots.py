"""Places that higher slices fill: navigation, case panels, periodic jobs, dashboard tiles.

Lower slices draw the frame and never import what fills it.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line in the navigation of a desk (`staff` or `creditor`)."""

    desk: str
    label: Any
    endpoint: str
    icon: str
    permission: str
    order: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that another slice draws: loaded with the page, or when it is opened."""

    place: str
    name: str
    title: Any
    endpoint: str
    permission: str
    order: int
    is_open: bool = True


@dataclass(slots=True)
class Slots:
    """What has been registered in one application."""

    nav: list[NavItem] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    ports: dict[str, Any] = field(default_factory=dict)


def of(app: Any = None) -> Slots:
    """The slots of an application, or of the current one."""
    found: Slots = (app or current_app).extensions.setdefault("slots", Slots())
    return found


def add_nav(
    app: Any, desk: str, label: Any, endpoint: str, *, icon: str, permission: str, order: int
) -> None:
    """Put a line into a desk's navigation."""
    of(app).nav.append(NavItem(desk, label, endpoint, icon, permission, order))


def add_panel(
    app: Any,
    place: str,
    name: str,
    title: Any,
    endpoint: str,
    *,
    permission: str,
    order: int,
    is_open: bool = True,
) -> None:
    """Put a panel on a page; `endpoint` draws it and takes the page's own arguments.

    One that is not `is_open` shows its title, and is loaded when somebody opens it.
    """
    of(app).panels.append(Panel(place, name, title, endpoint, permission, order, is_open))


def panels(place: str) -> list[Panel]:
    """The panels of a page, in order."""
    return sorted((p for p in of().panels if p.place == place), key=lambda p: p.order)


def install(app: Any, port: str, implementation: Any) -> None:
    """Let a higher part answer a port of a lower one. There is one answer to each."""
    if port in of(app).ports:
        raise RuntimeError(f"The port {port!r} is already answered.")
    of(app).ports[port] = implementation


def port(name: str) -> Any:
    """Who answers a port."""
    return of().ports[name]


def offers(name: str) -> Any | None:
    """Who answers a port, if anybody does."""
    return of().ports.get(name)
