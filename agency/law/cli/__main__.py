"""`python -m agency.law.cli`: the same commands without an application around them."""

from agency.law.cli import law_cli

law_cli(prog_name="law")
