"""What a case waits for: only that is asked of which it has any records."""

from agency.cases import pending
from agency.cases.models import Case
from portal.web import get
from tests.indexes import finds_by_case
from tests.office import Office
from tests.watching import round_trips


def test_a_case_that_waits_for_nothing_is_asked_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        assert pending.pending(case) == []
        with round_trips(office.app) as seen:
            assert pending.pending(case) == []
    assert seen == ["together"]


def test_what_is_waited_for_is_found_by_an_index(office: Office) -> None:
    models = {model for source in pending.sources(office.app) for model in source.of}
    assert len(models) > 5
    assert [model for model in models if not finds_by_case(model)] == []
