"""The published figures come out to the cent, from our copy and from the shared file."""

import sys
from pathlib import Path

import pytest

from tests.agency.law import cases

COPY = Path(__file__).with_name("cases.json")
SHARED = Path(__file__).parents[4] / "shared" / "law" / "cases.json"


@pytest.mark.parametrize(
    "case",
    [case for case in cases.load(COPY) if not cases.why_not_covered(case)],
    ids=lambda case: f"{case['id']}-{case['rule']}",
)
def test_a_published_case_comes_out(case):
    expected, got = cases.run(case)
    assert got
    assert got == expected


def test_only_what_belongs_elsewhere_is_left_out_of_the_copy():
    left_out = {case["id"]: cases.why_not_covered(case) for case in cases.load(COPY)}
    assert {id_: why for id_, why in left_out.items() if why} == {
        "NL-043": "allocation of a payment belongs to agency/payments",
        "NL-044": "court fees are not built yet",
        "NL-045": "court fees are not built yet",
        "NL-046": "court fees are not built yet",
        "NL-047": "court fees are not built yet",
        "NL-051": "court fees are not built yet",
    }


def test_the_shared_cases_come_out_and_the_rest_says_why_not():
    if not SHARED.exists():
        pytest.skip("The shared cases are not beside this checkout.")
    differs, covered = {}, 0
    for case in cases.load(SHARED):
        if why := cases.why_not_covered(case):
            sys.stdout.write(f"{case['id']}: not covered, {why}\n")
            continue
        expected, got = cases.run(case)
        covered += 1
        if got != expected:
            differs[case["id"]] = (expected, got)
    assert differs == {}
    assert covered >= 66
