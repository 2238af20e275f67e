"""What every country's pack says of contact, and what it may not leave open."""

import pytest

from agency.law.errors import PackError
from agency.law.packs.conduct import NEEDED, conduct, read_conduct
from agency.law.vocabulary import BlockKind


@pytest.mark.parametrize("country", ["BE", "NO", "LT", "UK", "DE", "FR", "US"])
def test_every_pack_has_rules_or_says_that_none_was_found(country):
    law = conduct(country)
    assert law.contact.hours or law.silence["contact_hours"]
    assert law.contact.frequency or law.silence["frequency"]
    assert set(law.contact.blocks) == set(BlockKind)


PROVENANCE = """valid_from = 2020-01-01
source = "own"
read_on = 2026-11-22
status = "derived"
article = "art. 1"
"""


BLOCK = "[blocks.{kind}]\n" + PROVENANCE + 'stops = ["collection"]\nchannels = ["email"]\n'


PACK = f"""
country = "XX"
name = "Example"
reviewed_through = 2026-12-31
zones = ["Europe/Paris"]
retention = []
[sources]
own = "Somewhere"
[letterhead]
{PROVENANCE}
needs_review = true
disclaimer_saves = false
[silence]
frequency = "None found."
""" + "".join(BLOCK.format(kind=kind) for kind in BlockKind)


HOURS = f"""
[[contact_hours]]
{PROVENANCE}
debtor = "consumer"
channels = ["phone"]
purposes = ["collection"]
closing_included = false
hours = [{{ days = ["monday"], opens = "09:00", closes = "17:00" }}]
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PACK, "why there is no rule on contact_hours, gates, limitation"),
        (PACK + HOURS, "why there is no rule on gates, limitation"),
        (PACK + HOURS.replace('"derived"', '"projected"'), "contact_hours, gates"),
        (PACK.replace("[blocks.cease]", "[blocks.shout]"), "blocks lacks cease"),
        (PACK + HOURS.replace("17:00", "09:00"), "close before they open"),
        (PACK + HOURS.replace("17:00", "five"), "not a time of the day"),
        (PACK + HOURS.replace("monday", "funday"), "not one of"),
        (PACK.replace("Europe/Paris", "Europe/Nowhere"), "no time zone"),
    ],
)
def test_a_pack_that_leaves_something_open_does_not_load(text, why):
    with pytest.raises(PackError, match=why):
        read_conduct(text)


def test_a_pack_that_says_why_it_is_silent_loads():
    said = "".join(f'{name} = "None found."\n' for name in NEEDED if name != "frequency")
    law = read_conduct(PACK.replace("[silence]\n", f"[silence]\n{said}"))
    assert law.silence["gates"] == "None found."
