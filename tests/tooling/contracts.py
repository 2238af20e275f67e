"""An import contract of our own: what belongs to a slice is used by that slice alone."""

from collections.abc import Iterator
from typing import Any, cast

import grimp
from importlinter import Contract, ContractCheck, fields, output


class PrivateContract(Contract):
    """Modules, as patterns, that only their own package imports, and whoever assembles it.

    `modules` are patterns such as `agency.*.views`; `assemblers` are single modules that may
    import them too, such as the package that registers every blueprint.
    """

    type_name = "private"

    modules = fields.ListField(subfield=fields.ModuleExpressionField())
    assemblers = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Gather the imports that come from elsewhere."""
        patterns = [str(pattern) for pattern in cast("list[Any]", self.modules)]
        allowed = set(cast("list[str] | None", self.assemblers) or ())
        intruders = [
            (importer, private)
            for private in sorted({m for p in patterns for m in graph.find_matching_modules(p)})
            for importer in sorted(_importers_from_elsewhere(graph, private) - allowed)
        ]
        return ContractCheck(kept=not intruders, metadata={"intruders": intruders})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that has to go."""
        for importer, private in cast("list[tuple[str, str]]", check.metadata["intruders"]):
            output.print_error(f"- {importer} imports {private}", bold=False)


def _importers_from_elsewhere(graph: grimp.ImportGraph, private: str) -> set[str]:
    home = private.rpartition(".")[0]
    return {
        importer
        for module in _whole(graph, private)
        for importer in graph.find_modules_that_directly_import(module)
        if importer != home and not importer.startswith(f"{home}.")
    }


def _whole(graph: grimp.ImportGraph, module: str) -> Iterator[str]:
    yield module
    yield from graph.find_descendants(module)
