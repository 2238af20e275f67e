"""Who carries the agency's text messages: set, looked up, taken away."""

from flask_babel import gettext as _
from sqlalchemy import select

from agency.messages.models import SmsGateway
from agency.messages.texts.gateway import JsonGateway
from portal import crypto, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Refused


def text_gateway() -> SmsGateway | None:
    """The acting agency's gateway, if it set one."""
    return db.session.scalars(select(SmsGateway)).one_or_none()


def opened(found: SmsGateway) -> JsonGateway:
    """The gateway, ready to send."""
    return JsonGateway(found.url, crypto.unseal(found.token_sealed))


def set_text_gateway(url: str, token: str, sender: str, *, by: User) -> None:
    """Keep who carries text messages. Without a token, the known one of the same address."""
    found = text_gateway()
    if not token and (found is None or found.url != url):
        raise Refused(_("Fill in the token that the provider gave you for this address."))
    if found is None:
        found = SmsGateway(secret_sealed=crypto.seal(crypto.new_token()))
        db.session.add(found)
    found.url, found.sender, found.changed_by = url, sender, by.id
    if token:
        found.token_sealed = crypto.seal(token)
    db.session.flush()
    audit.record(found, "sms_gateway.set", by=by, name=f"{sender}, {url}")


def remove_text_gateway(*, by: User) -> None:
    """Send and take in no more text messages, and forget the token and the secret."""
    found = text_gateway()
    if found is not None:
        audit.record(found, "sms_gateway.removed", by=by, name=f"{found.sender}, {found.url}")
        db.session.delete(found)
        db.session.flush()
