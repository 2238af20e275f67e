"""A notice is made, checked and sent wholly in the language of its debtor."""

import pytest
from flask import Flask

from agency.law.vocabulary import NoticeKind
from portal.mail import Mail
from tests.agency.notices.desk import one, open_desk
from tests.agency.notices.test_abroad import HOMES
from tests.office import Office, rows
from tests.texts import DEBTORS_LOCALES, lacking

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.parametrize("locale", DEBTORS_LOCALES)
def test_a_demand_goes_out_wholly_in_the_debtors_language(
    app: Flask, office: Office, locale: str
) -> None:
    desk = open_desk(office, name="Anna Janssen", locale=locale, **HOMES["DE"])
    with lacking(app, locale) as unread:
        notice_id = desk.dispatched(kind=NoticeKind.DEMAND, channel="email", locale=locale)
    assert unread == set(), "Name the file of these texts in debtors.cfg, then `make messages`."
    with office.at_work():
        assert one(notice_id).render_error == ""
        (mail,) = rows(Mail, Mail.agency_id == office.agency_id)
        assert f'<html lang=3D"{locale}">'.encode() in mail.message.replace(b"=\r\n", b"") or (
            f'<html lang="{locale}">'.encode() in mail.message
        )
