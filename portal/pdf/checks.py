"""Whether a file keeps what PDF/A-3a and PDF/UA-1 ask of its structure."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


def check_pdfa(document: bytes) -> list[str]:
    """What is wrong with a document, in words; an empty list when nothing was found.

    Looks at the claims, the colour profile, fonts, tags, language, alternative texts, table
    heads, actions and pictures; it does not judge glyphs or colours, which a full validator does.
    """
    with pikepdf.open(BytesIO(document)) as pdf:
        return [*_claims(pdf), *_catalogue(pdf), *_tags(pdf), *_objects(pdf)]


def _claims(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        if metadata.get(f"{PDFA}part") != "3" or metadata.get(f"{PDFA}conformance") != "A":
            yield "The metadata do not claim PDF/A-3a."
        if metadata.get(f"{PDFUA}part") != "1":
            yield "The metadata do not claim PDF/UA-1."
        if not metadata.get("dc:title"):
            yield "The document has no title."


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    intents = root.get(Name.OutputIntents, pikepdf.Array())
    if not any(
        Name.DestOutputProfile in intent
        for intent in intents
        if intent.get(Name.S) == Name.GTS_PDFA1
    ):
        yield "There is no output intent with a colour profile."
    if not root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False):
        yield "The document is not marked as tagged."
    if not str(root.get(Name.Lang, "")):
        yield "The document has no language."
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False):
        yield "A reader would show the file name in place of the title."
    if Name.ID not in pdf.trailer:
        yield "The file has no identifier."
    if pdf.is_encrypted:
        yield "The file is encrypted."


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.get(Name.StructTreeRoot)
    if tree is None:
        yield "There is no tree of tags."
        return
    elements = list(_elements(tree))
    if not elements:
        yield "The tree of tags is empty."
    for element in elements:
        kind = element.get(Name.S)
        if kind == Name.Figure and not str(element.get(Name.Alt, "")):
            yield "A picture has no alternative text."
        if kind == Name.Table and not any(e.get(Name.S) == Name.TH for e in _elements(element)):
            yield "A table has no head."


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for entry in pdf.objects:
        if not isinstance(entry, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if entry.get(Name.Type) == Name.FontDescriptor and not (
            {Name.FontFile, Name.FontFile2, Name.FontFile3} & set(entry.keys())
        ):
            yield f"The font {entry.get(Name.FontName)} is not embedded."
        if entry.get(Name.Subtype) == Name.Image and entry.get(Name.Interpolate, False):
            yield "A picture asks to be smoothed."
        if entry.get(Name.S) in (Name.JavaScript, Name.Launch) or Name.AA in entry:
            yield "The document holds an action that runs by itself."
        if entry.get(Name.Subtype) == Name.Link and not int(entry.get(Name.F, 0)) & 4:
            yield "A link is not set to be printed."


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All structure elements below one, in reading order."""
    kids = element.get(Name.K, pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from _elements(kid)
