"""Every page of every desk and of the debtor: readable by all, wide and narrow, light and dark.

What the main job has looked at already, wide and light, is not looked at again in that way.
"""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule

from portal import slots
from portal.accounts.permissions import Permission, Role, may
from tests.browser import NARROW, WIDE, Window
from tests.conftest import Opens
from tests.flows.conftest import THAT_DAY
from tests.flows.furnished import Furnished, furnish
from tests.flows.furnishing import POSTCODE
from tests.flows.people import House, open_house
from tests.office import Person
from tests.standins.stripe import StripeStandIn

pytestmark = pytest.mark.browser

STAFF = (Role.MANAGER, Role.FINANCE, Role.ADMIN, Role.LAWYER)
OWN = ("/account", "/account/password", "/account/second-factor", "/account/sessions")
NOT_A_PAGE = {
    "logo",
    "message",
    "rendering",
    "binding",
    "writing",
    "making_export",
    "batch_making",
    "picture",
    "show_paid_letter",
    "show_settlement_letter",
    "show_progress",
    "show_figures",
    "show_quote",
    "client_money",
}
"""Files that need not be there, and parts that a page asks for while it waits."""


@pytest.fixture(scope="module")
def house(app: Flask, live: str, stripe: StripeStandIn) -> Iterator[House]:
    """One for all of them, since they only look: furnishing it takes long."""
    with time_machine.travel(THAT_DAY, tick=True), pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "WTF_CSRF_ENABLED", True)
        with app.app_context():
            made = open_house(app, stripe)
        yield made


@pytest.fixture(scope="module")
def furnished(app: Flask, house: House) -> Furnished:
    with app.app_context():
        return furnish(house)


@pytest.mark.parametrize("role", STAFF)
def test_every_page_of_the_staff(
    app: Flask, house: House, furnished: Furnished, visit: Opens, role: Role
) -> None:
    person = house.lawyer if role is Role.LAWYER else house.office.person(role)
    pages = [path for path, who in addresses(app, furnished, "/agency", STAFF) if who is role]
    own = OWN if role is Role.ADMIN else ()
    faults = look_at(visit(), person, [*own, *pages])
    assert not faults, "\n".join(faults)


def test_every_page_of_the_creditor(
    app: Flask, house: House, furnished: Furnished, visit: Opens
) -> None:
    pages = [path for path, _ in addresses(app, furnished, "/creditor", (Role.OWNER,))]
    faults = look_at(visit(), house.owner, pages)
    assert not faults, "\n".join(faults)


def test_every_page_of_the_debtor_and_before_signing_in(furnished: Furnished, visit: Opens) -> None:
    phone = visit(NARROW)
    link = furnished.link.removeprefix(phone.address)
    faults = [
        fault for path in ("/login", "/password/forgotten", link) for fault in both(phone, path)
    ]
    phone.page.get_by_label("Your postcode, or an invoice number").fill(POSTCODE)
    phone.press("Go on")
    paid = f"{link}/payments/{furnished.records['payment']}"
    for path in (
        link,
        f"{link}/objection",
        f"{link}/call",
        f"{link}/not-me",
        f"{link}/contact",
        paid,
    ):
        faults += both(phone, path)
    assert not faults, "\n".join(faults)


def addresses(
    app: Flask, furnished: Furnished, desk: str, roles: tuple[Role, ...]
) -> Iterator[tuple[str, Role]]:
    """Every page of a desk, and who looks at it."""
    panels = {
        panel.endpoint
        for place in ("case", "creditor", "settings")
        for panel in slots.panels(place)
    }
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(desk) or "GET" not in (rule.methods or ()):
            continue
        if rule.endpoint in panels or rule.endpoint.rpartition(".")[2] in NOT_A_PAGE:
            continue
        needed: Permission = getattr(app.view_functions[rule.endpoint], "permission")  # noqa: B009
        yield _address(app, rule, furnished), next(role for role in roles if may(role, needed))


def _address(app: Flask, rule: Rule, furnished: Furnished) -> str:
    known = {**furnished.records, **furnished.of_endpoint.get(rule.endpoint, {})}
    values = {name: known[name] for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def look_at(window: Window, person: Person, paths: list[str]) -> list[str]:
    """What is wrong with pages; files are no pages."""
    window.sign_in(person)
    return [fault for path in paths if window.is_page(path) for fault in both(window, path)]


def both(window: Window, path: str) -> list[str]:
    """What is wrong with a page, wide and light, then narrow and dark."""
    window.resize(WIDE, "light")
    window.page.goto(path)
    faults = [] if window.has_seen(path) else window.faults()
    window.resize(NARROW, "dark")
    return faults + window.faults()
