"""`flask law`: what the law says, from the command line."""

import click

from agency.law.cli import cases, charging, conduct, packs

law_cli = click.Group("law", help="What may be charged, and how a debtor may be approached.")
law_cli.add_command(charging.quote_)
law_cli.add_command(charging.rate)
law_cli.add_command(cases.case_)
law_cli.add_command(packs.packs_)
law_cli.add_command(conduct.may_contact_)
law_cli.add_command(conduct.limitation_)
law_cli.add_command(conduct.reference)
