"""Other people's pages behind a letter of ours, in one file."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf

_CLAIMS = ("{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}")


def enclose(letter: bytes, forms: Sequence[tuple[str, bytes]]) -> bytes:
    """The letter with the pages of each form after it, under a bookmark with the form's title.

    What the letter carries as data stays. That the file is archivable and accessible is no longer
    claimed in it, since nobody can vouch for the forms. The same files give the same bytes.
    """
    with pikepdf.open(BytesIO(letter)) as whole:
        starts = []
        for title, form in forms:
            with pikepdf.open(BytesIO(form)) as part:
                starts.append((title, len(whole.pages)))
                whole.pages.extend(part.pages)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in starts)
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            for name in [name for name in about if name.startswith(_CLAIMS)]:
                del about[name]
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()
