"""The one button that a case page shows first: what the agency does next, if a page does it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _

from agency.cases.models import Case, Mover

_PAGES = {
    "notice": (_("Prepare a notice"), "mail", "agency.notices.new"),
    "approve": (_("Look at the next step"), "check", "agency.course.index"),
    "request": (_("Answer the debtor"), "message", "agency.cases.show_request"),
    "message": (_("Answer the message"), "message", "agency.messages.next_message"),
    "bounced": (_("Look at the e-mail"), "mail", "agency.messages.next_message"),
    "address": (_("Enter the address"), "pencil", "agency.notices.edit_address"),
    "callback": (_("Call the debtor"), "phone", "agency.contacts.new_call"),
    "broken_promise": (_("Call the debtor"), "phone", "agency.contacts.new_call"),
    "held": (_("Lift the hold"), "arrow-right", "agency.cases.delete_hold"),
}
"""By what is waited for: the button, its icon and where it leads. Higher slices bring their pages."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: a link, or a form where pressing it changes something."""

    label: str
    icon: str
    url: str
    method: str = "get"


def next_button(case: Case) -> Button | None:
    """What the agency does next; None when others move, or when the page itself asks for it."""
    label, icon, endpoint = _PAGES.get(case.move, ("", "", ""))
    if case.mover != Mover.AGENCY or endpoint not in current_app.view_functions:
        return None
    arguments: dict[str, Any] = {"case": case.id}
    if case.move == "request":
        waiting = [request for request in case.requests if not request.is_answered]
        if not waiting:
            return None
        arguments["debtor_request"] = waiting[0].id
    return Button(
        str(label),
        icon,
        url_for(endpoint, **arguments),
        "post" if case.move == "held" else "get",
    )
