"""Each dependency has its reason: the table in docs/dependencies.md is whole and true."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def explained() -> dict[str, str]:
    """The packages of the tables, each with its version."""
    rows = re.findall(
        r"^\| (\S+) \| [^|]+ \| [^|]+ \| ([\w.]+) \| \d{4}-\d\d-\d\d \|$",
        (ROOT / "docs/dependencies.md").read_text(),
        re.M,
    )
    return dict(rows)


def asked_for() -> set[str]:
    """The packages that we ask for ourselves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assets = json.loads((ROOT / "package.json").read_text())
    names = {re.split(r"[\[><=]", line)[0] for line in wanted}
    return names | set(assets["dependencies"]) | set(assets["devDependencies"])


def test_every_dependency_has_its_line_and_no_line_is_left_over() -> None:
    assert set(explained()) == asked_for()


def test_the_versions_in_the_table_are_the_pinned_ones() -> None:
    pins = dict(
        re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements-dev.txt").read_text(), re.M)
    ) | {
        name.removeprefix("node_modules/"): package.get("version")
        for name, package in json.loads((ROOT / "package-lock.json").read_text())[
            "packages"
        ].items()
    }
    table = explained()
    assert {name: pins[name] for name in table} == table


def test_production_and_development_pin_the_same_versions() -> None:
    pattern = re.compile(r"^([\w.-]+==[\w.]+)", re.M)
    production = set(pattern.findall((ROOT / "requirements.txt").read_text()))
    assert production
    assert production <= set(pattern.findall((ROOT / "requirements-dev.txt").read_text()))
