"""`flask strategy`: files written, checked and taken in from the command line."""

from pathlib import Path

from agency.strategy.models import StrategyVersion
from tests.agency.strategy.author import new_strategy, strategy_in_force
from tests.agency.strategy.rungs import step
from tests.office import Office, rows


def command(office: Office, *arguments: str) -> tuple[str, int]:
    result = office.app.test_cli_runner().invoke(args=["strategy", *arguments])
    return result.output, result.exit_code


def test_a_strategy_goes_out_is_checked_and_taken_in(office: Office, tmp_path: Path) -> None:
    with office.at_work():
        strategy_in_force(office)
    text, code = command(office, "export", office.slug, "Everybody")
    assert code == 0
    path = tmp_path / "strategy.toml"
    path.write_text(text)
    assert "Nothing stands in the way" in command(office, "check", office.slug, str(path))[0]
    said, code = command(office, "import", office.slug, str(path), "--by", office.manager.email)
    assert (said.strip(), code) == ("Version 2 of “Everybody” is a draft now.", 0)
    with office.at_work():
        assert [each.number for each in rows(StrategyVersion)] == [1, 2]
    assert command(office, "export", office.slug, "Everybody", "--version", "2") == (text, 0)


def test_a_check_names_each_fault_and_fails(office: Office, tmp_path: Path) -> None:
    with office.at_work():
        new_strategy(office, step(1), step(2, after_previous_days=0))
    path = tmp_path / "strategy.toml"
    path.write_text(command(office, "export", office.slug, "Everybody")[0])
    said, code = command(office, "check", office.slug, str(path))
    assert "2 “Call 2”: Let a day or more pass" in said
    assert code == 1


def test_only_who_may_write_takes_a_file_in(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "strategy.toml"
    path.write_text("x = 1")
    said, code = command(office, "import", office.slug, str(path), "--by", office.collector.email)
    assert "may not write strategies" in said
    assert code == 1
    said, _ = command(office, "import", office.slug, str(path), "--by", office.manager.email)
    assert "does not say format" in said
    assert "no agency" in command(office, "export", "nobody", "x")[0]
    assert "no strategy" in command(office, "export", office.slug, "x")[0]
