"""Texts that an agency writes itself: plain paragraphs with fields, in a language that can do no harm.

Only fields and conditions on them may stand in braces: no loops, calls, attributes or sums. So a text
takes no longer to fill than it is long, and reaches nothing but what it is handed. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agency.law.packs.notice_rows import GAPS
from agency.law.packs.notice_rows import Words as HouseWords
from agency.law.vocabulary import NoticeCondition
from portal.errors import Words

LONGEST = 8000
"""Characters of a body."""

LONGEST_SUBJECT = 200

CONDITIONS = {
    each.value if each.value.startswith("no_") else f"has_{each.value}": each
    for each in NoticeCondition
}
"""Fields that are yes or no, to be asked after `if`."""

FIELDS = GAPS | CONDITIONS.keys() | {"is_consumer", "debtor"}

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If),
    *(nodes.Not, nodes.And, nodes.Or),
)
_SANDBOX = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class OwnText:
    """The subject and the body of a letter, with fields such as {{ total }}."""

    subject: str
    body: str


def faults(source: str) -> list[str]:
    """What is wrong with a text, a sentence each with its line; empty when it can be filled."""
    try:
        tree = _SANDBOX.parse(source)
    except TemplateSyntaxError as error:
        return [
            Words(
                "Line %(line)s cannot be read: a brace or a condition is not closed (%(detail)s).",
                line=error.lineno,
                detail=error.message or "",
            )
        ]
    found = [fault for node in tree.find_all(nodes.Node) if (fault := _fault(node))]
    return list(dict.fromkeys(found))


def fill(text: OwnText, values: Mapping[str, str | bool]) -> tuple[str, tuple[str, ...]]:
    """The subject and the paragraphs; an empty line ends a paragraph. ValueError on a faulty text."""
    for source in (text.subject, text.body):
        if found := faults(source):
            raise ValueError(found[0])
    whole = _compiled(text.body).render(values)
    parts = (" ".join(part.split()) for part in whole.replace("\r\n", "\n").split("\n\n"))
    subject = " ".join(_compiled(text.subject).render(values).split())
    return subject, tuple(part for part in parts if part)


def from_house(words: HouseWords) -> OwnText:
    """The house's words of a notice as a text to begin one's own with."""
    return OwnText(_braced(words.subject), "\n\n".join(_paragraphs(words)))


def from_sentence(sentence: str) -> OwnText:
    """A sentence of the house's with gaps as a text without a subject."""
    return OwnText("", _braced(sentence))


def _paragraphs(words: HouseWords) -> Iterator[str]:
    for paragraph in words.paragraphs:
        text = _braced(paragraph.text)
        if paragraph.when is None:
            yield text
            continue
        asked = next(name for name, when in CONDITIONS.items() if when is paragraph.when)
        yield f"{{% if {asked} %}}\n{text}\n{{% endif %}}"


def _braced(text: str) -> str:
    return text.replace("{", "{{ ").replace("}", " }}")


def _fault(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        return Words(
            "Line %(line)s: only fields in double braces, and conditions on them, can stand here.",
            line=node.lineno,
        )
    if isinstance(node, nodes.Name) and node.name not in FIELDS:
        return Words(
            "Line %(line)s: there is no field “%(name)s”.", line=node.lineno, name=node.name
        )
    return ""


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return _SANDBOX.from_string(source)
