"""The published figures come out to the cent, from our copy and from the shared file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from agency.law import casefile
from agency.law.casefile import Verdict
from agency.law.cli import law_cli

COPY = Path(__file__).with_name("cases.json")
SHARED = Path(__file__).parents[4] / "shared" / "law" / "cases.json"

WRONG = """[
  {"id": "X-1", "jurisdiction": "NL", "rule": "collection_cost.BIK_staffel",
   "inputs": {"principal": "100"}, "expected": {"cost": "41.00"}},
  {"id": "X-2", "jurisdiction": "NL", "rule": "collection_cost.BIK_staffel",
   "inputs": {"principal": "100"}, "expected": {"cost": "40"}},
  {"id": "X-3", "jurisdiction": "NL", "rule": "nobody.knows", "inputs": {}, "expected": {}},
  {"id": "X-4", "jurisdiction": "ZZ", "rule": "flat_compensation", "inputs": {}, "expected": {}},
  {"id": "X-5", "jurisdiction": "NL", "rule": "collection_cost.BIK_staffel", "inputs": {},
   "expected": {"cost": "40"}},
  {"id": "X-6", "jurisdiction": "NL", "rule": "collection_cost.BIK_staffel",
   "inputs": {"principal": "100"}, "expected": {"price": "40"}}
]"""


def ids(case):
    return f"{case.id}-{case.rule}"


@pytest.mark.parametrize("case", casefile.load(COPY), ids=ids)
def test_a_published_case_comes_out(case):
    outcome = casefile.run(case)
    assert outcome.got == outcome.expected
    assert outcome.verdict is Verdict.OK, outcome.why


def test_no_shared_case_differs_or_is_left_out():
    if not SHARED.exists():
        pytest.skip("The shared cases are not beside this checkout.")
    outcomes = casefile.run_all(casefile.load(SHARED))
    assert [o for o in outcomes if o.verdict is not Verdict.OK] == []


def test_the_command_says_what_differs_what_is_not_covered_and_why(tmp_path):
    (tmp_path / "cases.json").write_text(WRONG)
    result = CliRunner().invoke(law_cli, ["case", str(tmp_path / "cases.json")])
    assert result.output.splitlines() == [
        "X-1  differs: expected {'cost': '41.00'}, got {'cost': '40.00'}",
        "X-2  ok",
        "X-3  not covered: the rule nobody.knows is not known",
        "X-4  not covered: There are no rules for the country ZZ yet.",
        "X-5  not covered: the input “principal” is missing",
        "X-6  differs: expected {'price': '40'}, got {'price': None}",
        "1 ok, 2 differs, 3 not covered",
    ]
    assert result.exit_code == 1


def test_a_case_is_run_by_the_law_of_the_day_that_it_names(tmp_path):
    older = """[
      {"id": "N-1", "jurisdiction": "NO", "rule": "fee.purring_inkassovarsel",
       "inputs": {"inkassosats": "700", "date": "2019-05-01"}, "expected": {"purring": "70"}},
      {"id": "N-2", "jurisdiction": "NO", "rule": "fee.purring_inkassovarsel",
       "inputs": {"inkassosats": "700"}, "expected": {"purring": "35"}}
    ]"""
    (tmp_path / "cases.json").write_text(older)
    outcomes = casefile.run_all(casefile.load(tmp_path / "cases.json"))
    assert [outcome.verdict for outcome in outcomes] == ["ok", "ok"]


def test_the_command_is_content_with_our_copy(app):
    result = app.test_cli_runner().invoke(args=["law", "case", str(COPY)])
    assert result.exit_code == 0, result.output
    assert "188 ok, 0 differs, 0 not covered" in result.output


def test_the_command_says_what_is_no_file_of_cases(tmp_path):
    (tmp_path / "cases.json").write_text('{"id": 1}')
    result = CliRunner().invoke(law_cli, ["case", str(tmp_path / "cases.json")])
    assert result.exit_code == 1
    assert "does not hold a list of cases" in result.output
