"""XML from strangers: read without entities, without the network, within limits."""

import re
from typing import TYPE_CHECKING

from lxml import etree

from portal.errors import Refused, Words

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 20 * 1024 * 1024
MOST_TAGS = 500_000
DEEPEST = 100
ENCODINGS = {"utf-8", "utf-16", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def parse_xml(data: bytes) -> "_Element":
    """The root of a document without a document type. Refused when it is broken or hostile.

    At most 20 MiB, 500,000 tags and 100 levels; no DTD, so no entity of any kind.
    """
    if len(data) > LARGEST:
        raise Refused("The XML file is larger than 20 MB.")
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refused(
            "The XML file has a document type or entities of its own. "
            "These can be misused and no invoice needs them: export it again without them."
        )
    declared = DECLARED.search(plain[:400])
    if declared and declared[1].decode().lower() not in ENCODINGS:
        raise Refused(
            "The XML file is written in %(encoding)s. Export it again as UTF-8.",
            encoding=declared[1].decode(),
        )
    if plain.count(b"<") > MOST_TAGS:
        raise Refused("The XML file has more than 500,000 tags. No invoice needs as many.")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise Refused(TOO_DEEP) from None
        raise Refused(
            "The XML file is broken or cut off: %(reason)s.", reason=_reason(error)
        ) from None
    if _depth(root) > DEEPEST:
        raise Refused(TOO_DEEP)
    return root


TOO_DEEP = Words(
    "The XML file is nested more than 100 levels deep. No invoice is: export it again."
)


def _depth(root: "_Element") -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _reason(error: Exception) -> str:
    text = re.sub(r"\s*\(<string>, line \d+\)$", "", str(error))
    return "".join(c if c.isprintable() else " " for c in text)[:160].strip().rstrip(".")
