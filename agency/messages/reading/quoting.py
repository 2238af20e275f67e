"""Where an answer's own words end and what it quotes begins. Pure."""

import re
from dataclasses import dataclass

_HEADING = re.compile(
    r"(?im)^(?:"
    r"(?:on|op|am|le|den|på)\b.{5,300}(?:wrote|schreef|geschreven|schrieb|a écrit|skrev|rašė)\s?.{0,200}:"
    r"|.{5,60}\bkl\. ?\d{1,2}[:.]\d\d,? skrev\b.{0,200}:"
    r"|\d{4}-\d\d-\d\d.{3,200}rašė\b.{0,200}:"
    r"|-{2,}\s*(?:original message|oorspronkelijk bericht|ursprüngliche nachricht|message d'origine"
    r"|opprinnelig melding|pradinis laiškas)\s*-{2,}"
    r"|_{20,}"
    r"|(?:from|van|von|de|fra|nuo)\s?:.{2,200}\n(?:sent|date|verzonden|datum|gesendet|envoyé|sendt"
    r"|dato|išsiųsta|data)\s?:.{0,200}"
    r")[ \t]*$"
)
_HEADING_OVER_LINES = re.compile(
    r"(?im)^(?:on|op|am|le|den)\b[^\n]{5,200}\n[^\n]{0,200}(?:wrote|schreef|schrieb|a écrit|skrev)\s?:[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What somebody wrote, and what they quoted below it."""

    own: str
    quoted: str


def split(text: str) -> Parts:
    """Cut a text before what it quotes. Answers between quoted lines are left as they are."""
    ends = [
        found.start() for each in (_HEADING, _HEADING_OVER_LINES) if (found := each.search(text))
    ]
    if (tail := _quoted_tail(text)) is not None:
        ends.append(tail)
    if not ends:
        return Parts(text, "")
    end = min(ends)
    own = text[:end].rstrip()
    return Parts(own, text[end:].strip()) if own else Parts(text, "")


def _quoted_tail(text: str) -> int | None:
    """Where the last lines begin that are all quoted; None when the text does not end so."""
    lines = text.splitlines(keepends=True)
    first = len(lines)
    while first and (not lines[first - 1].strip() or lines[first - 1].startswith(">")):
        first -= 1
    is_quote = any(line.startswith(">") for line in lines[first:])
    return sum(len(line) for line in lines[:first]) if is_quote else None
