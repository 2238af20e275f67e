"""The words of an e-mail: its plain text, or what its HTML says, never how it looks. Pure."""

import re
from email.message import EmailMessage, MIMEPart
from typing import Any

from lxml import etree, html

LONGEST = 100_000
"""Characters that are kept to read; the stored original has all of them."""
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
_BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol"}


def words_of(mail: EmailMessage) -> str:
    """What a mail says, in lines of plain text."""
    body = mail.get_body(("plain", "html"))
    if body is None or body.get_content_maintype() != "text":
        return ""
    text = _decoded(body)
    if body.get_content_subtype() == "html":
        text = of_html(text)
    return _tidy(text)[:LONGEST]


def of_html(markup: str) -> str:
    """The words of HTML, each block on a line of its own; quoted blocks begin with `>`."""
    try:
        root = html.document_fromstring(markup[: 10 * LONGEST])
    except (etree.LxmlError, ValueError):
        return ""
    said: list[str] = []
    _say(root, said)
    lines = "".join(said).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def _say(root: Any, said: list[str]) -> None:
    """Walk the tree without recursion, since a mail may nest as deep as it likes."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BREAKS:
                said.append("\n> " if _is_quoted(element) else "\n")
            if isinstance(tag, str) and tag not in _SILENT and element.text:
                said.append(element.text.replace("\n", " "))
            continue
        if tag in _BREAKS - {"br"}:
            said.append("\n")
        if element.tail and _is_heard(element):
            said.append(element.tail.replace("\n", " "))


def _is_heard(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in _SILENT


def _is_quoted(element: Any) -> bool:
    return (
        element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    )


def _decoded(part: "MIMEPart[Any]") -> str:
    """Text in whatever encoding it claims; what that cannot read is read as best it can."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _tidy(text: str) -> str:
    """No control characters, no blanks at the ends of lines, no more than one empty line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
