"""Several PDF documents in one, for the printer."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf


def bundle(pdfs: Sequence[bytes], titles: Sequence[str]) -> bytes:
    """All documents one after the other, with a bookmark on the first page of each.

    ValueError when there is nothing to bundle, or not a title for each document.
    """
    if not pdfs:
        raise ValueError("There is nothing to print.")
    if len(titles) != len(pdfs):
        raise ValueError(f"{len(pdfs)} documents need as many titles, not {len(titles)}.")
    whole = pikepdf.new()
    starts = []
    for document in pdfs:
        with pikepdf.open(BytesIO(document)) as part:
            starts.append(len(whole.pages))
            whole.pages.extend(part.pages)
    with whole.open_outline() as outline:
        outline.root.extend(
            pikepdf.OutlineItem(title, page) for title, page in zip(titles, starts, strict=True)
        )
    out = BytesIO()
    whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
