"""Our own import contract: what is private to a slice stays with it."""

import grimp
import pytest

from tests.tooling.contracts import PrivateContract

SLICES = ["agency", "agency.cases", "agency.cases.views", "agency.cases.views.panels"]
OTHERS = ["agency.cases.jobs", "agency.plans", "agency.plans.views", "agency.plans.services"]


def intruders(*imports: tuple[str, str]) -> list[tuple[str, str]]:
    graph = grimp.ImportGraph()
    for module in SLICES + OTHERS:
        graph.add_module(module)
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    contract = PrivateContract(
        "views are private",
        {"root_packages": ["agency"]},
        {"modules": ["agency.*.views"], "assemblers": ["agency"]},
    )
    check = contract.check(graph, verbose=False)
    found: list[tuple[str, str]] = check.metadata["intruders"]
    assert check.kept is not bool(found)
    return found


@pytest.mark.parametrize(
    "importer", ["agency.plans", "agency.plans.views", "agency.plans.services"]
)
@pytest.mark.parametrize("private", ["agency.cases.views", "agency.cases.views.panels"])
def test_another_slice_may_not_use_the_pages_of_a_slice(importer: str, private: str) -> None:
    assert intruders((importer, private)) == [(importer, "agency.cases.views")]


@pytest.mark.parametrize(
    "importer", ["agency", "agency.cases", "agency.cases.jobs", "agency.cases.views.panels"]
)
def test_the_slice_itself_and_the_assembly_may(importer: str) -> None:
    assert intruders((importer, "agency.cases.views")) == []
