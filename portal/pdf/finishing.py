"""What WeasyPrint leaves to be done before a file is both PDF/A-3a and PDF/UA-1."""

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]

UA_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""
"""Says PDF/UA-1 in the metadata; PDF/A allows a word it does not know only when it is explained."""


def finish(document: object, pdf: pydyf.PDF) -> None:
    """Mark running heads as decoration, claim PDF/UA, and drop empty resources."""
    tree = pdf.catalog.get("StructTreeRoot")
    if tree is not None:
        root = _at(pdf, tree)
        _release_running_heads(pdf, root)
        _claim_accessibility(pdf)
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and "XObject" in entry and "ExtGState" in entry:
            for name in [name for name, value in entry.items() if value == {}]:
                del entry[name]
    _write_once(pdf)


class _Written(pydyf.Object):
    """An object as it stands in the file. PDF writing asks for each twice, and packing is dear."""

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number = source.number
        self.packable: bool = source.compressible
        self.bytes: bytes = source.data

    @property
    def data(self) -> bytes:
        return self.bytes

    @property
    def compressible(self) -> bool:
        return self.packable


def _write_once(pdf: pydyf.PDF) -> None:
    pdf.objects[1:] = [_Written(entry) for entry in pdf.objects[1:]]


def _release_running_heads(pdf: pydyf.PDF, root: pydyf.Dictionary) -> None:
    """Running heads and page numbers hang outside the tree of tags: make them artifacts.

    A screen reader then reads the letter without the page number in the middle of a sentence.
    """
    reachable = set(_descend(pdf, root))
    nums = _at(pdf, root["ParentTree"])["Nums"]
    streams = [_at(pdf, _at(pdf, page)["Contents"]) for page in pdf.page_references]
    for key, elements in zip(nums[::2], nums[1::2], strict=True):
        if not isinstance(elements, list):
            continue
        loose = {mark for mark, element in enumerate(elements) if _number(element) not in reachable}
        commands = streams[key].stream
        for place, command in enumerate(commands):
            if isinstance(command, pydyf.Dictionary) and command.get("MCID") in loose:
                commands[place - 1 : place + 2] = ["/Artifact", b"", b"BMC"]
        for mark in loose:
            elements[mark] = b"null"


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    metadata = _at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", UA_CLAIM, 1)]


def _descend(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[int]:
    """The numbers of all structure elements below one."""
    for kid in element["K"]:
        if isinstance(kid, bytes):
            number = _number(kid)
            yield number
            below = pdf.objects[number]
            if "K" in below:
                yield from _descend(pdf, below)


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split(b" ", 1)[0])
