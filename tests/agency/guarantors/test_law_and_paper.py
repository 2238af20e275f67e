"""What the law asks of a guarantee, and its paper in every language."""

import uuid
from html import unescape

import pytest

from agency.guarantors.models import Guarantor
from agency.law.errors import LawMissing
from agency.law.suretyship import Form, must_hold_by_click, rules
from agency.law.vocabulary import DebtorKind, Status
from portal.errors import Refused
from portal.i18n import LOCALES
from tests.agency.contacts.desk import on
from tests.agency.guarantors.test_guarantors import asked, signs, told
from tests.agency.plans.test_plans import TODAY, agreed
from tests.office import Office, open_office, rows


class TestTheLaw:
    @pytest.mark.parametrize(
        ("country", "kind"), [("NL", "business"), ("GB", "business"), ("GB", "consumer")]
    )
    def test_a_click_is_enough_where_no_form_is_asked(self, country: str, kind: str) -> None:
        assert must_hold_by_click(country, DebtorKind(kind)).text

    @pytest.mark.parametrize(
        ("country", "kind"), [("NL", "consumer"), ("DE", "business"), ("FR", "consumer")]
    )
    def test_where_the_law_wants_paper_a_click_is_refused_with_its_reason(
        self, country: str, kind: str
    ) -> None:
        with pytest.raises(Refused, match=r"does not hold here.*on paper"):
            must_hold_by_click(country, DebtorKind(kind))

    @pytest.mark.parametrize(("country", "kind"), [("NO", "business"), ("BE", "business")])
    def test_where_the_form_is_not_known_nothing_is_guessed(self, country: str, kind: str) -> None:
        with pytest.raises(LawMissing, match="Have a lawyer look"):
            must_hold_by_click(country, DebtorKind(kind))

    def test_every_rule_says_where_it_was_read(self) -> None:
        for rule in rules().values():
            assert rule.form in Form
            assert rule.source.status is Status.DERIVED
            assert "own knowledge" in rule.source.text


def test_a_private_person_of_the_netherlands_is_not_asked_for_a_click(
    office: Office, case_id: uuid.UUID
) -> None:
    with on(TODAY):
        plan_id = agreed(office, case_id)
        client = office.sign_in(office.collector)
        at = f"/agency/cases/{case_id}/guarantors"
        form = {
            "name": "Anna",
            "kind": "consumer",
            "email": "a@b.example",
            "country": "NL",
            "locale": "en",
        }
        refused = client.post(f"{at}/new", data=form)
        assert refused.status_code == 409
        assert "Art. 7:859 BW" in unescape(refused.text)
        assert client.post(f"{at}/new", data=form | {"kind": "business"}).status_code == 302
        assert "Asked to sign" in client.get(at).text
        with office.at_work():
            guarantor_id = rows(Guarantor, Guarantor.plan_id == plan_id)[0].id
        signs(office, guarantor_id)
        letter = client.get(f"{at}/{guarantor_id}/letter")
        assert letter.data.startswith(b"%PDF")
        other = open_office(office.app)
        stranger = other.sign_in(other.collector)
        assert stranger.get(f"{at}/{guarantor_id}/letter").status_code == 404


@pytest.mark.parametrize("locale", LOCALES)
def test_the_paper_can_be_written_in_each_language(
    office: Office, case_id: uuid.UUID, locale: str
) -> None:
    with on(TODAY):
        guarantor_id = asked(office, agreed(office, case_id), locale=locale)
        signs(office, guarantor_id)
        [mail] = told(office)
        assert b"application/pdf" in mail.message
