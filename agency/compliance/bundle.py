"""A debtor's data as one ZIP: for machines as JSON, for people as a page, with the files that are its own."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from agency.compliance.due import books_kept, home, last_booked_by_debtor
from agency.compliance.export_wording import label, value
from agency.compliance.kinds import Stage
from agency.compliance.models import DataExport
from agency.compliance.records import Copy, Records, Subjects, Told, kinds
from agency.compliance.terms import kept_until
from agency.law.errors import LawMissing
from agency.law.vocabulary import RecordKind
from portal import clock
from portal.accounts.guards import agency_settings
from portal.i18n import OFFICE_LOCALES
from portal.money import Money
from portal.storage import Missing

_STYLE = Path(__file__).parents[2] / "static/export.css"


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of records in the bundle, with what art. 15 asks to be said of it."""

    records: Records
    told: Told
    until: date | None
    article: str


def bundle(export: DataExport, them: Subjects) -> bytes:
    """The ZIP, in the debtor's language where the words of the records are in it, or in English."""
    locale = export.debtor.locale if export.debtor.locale in OFFICE_LOCALES else "en"
    out = io.BytesIO()
    with force_locale(locale), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [_part(records, export, them) for records in kinds()]
        files = dict(_files(parts))
        _write(archive, "data.json", _as_json(parts).encode())
        _write(archive, "index.html", _as_page(export, locale, parts, list(files)).encode())
        for name, copy in files.items():
            if (content := _read(copy)) is not None:
                _write(archive, name, content)
    return out.getvalue()


def _part(records: Records, export: DataExport, them: Subjects) -> Part:
    until, article = _term(records.stage, export, them)
    return Part(records, records.tell(them), until, article)


def _term(stage: Stage, export: DataExport, them: Subjects) -> tuple[date | None, str]:
    """Until when such records are kept if nothing more happens, and by which article.

    None while the case is open, and where the law of the country is not known.
    """
    case = export.case
    try:
        if stage is Stage.BOOKS:
            days = last_booked_by_debtor(them.cases).values()
            return books_kept(max(days, default=None)) or (None, home())
        last_on = clock.day_of(case.closed_at or clock.now())
        until, article = kept_until(export.debtor.country, RecordKind.CLAIM_FILE, last_on)
    except LawMissing:
        return None, ""
    return (until, article) if case.closed_at else (None, article)


def _files(parts: Sequence[Part]) -> Iterator[tuple[str, Copy]]:
    """Each file under a name of its own."""
    number = 0
    for part in parts:
        for copy in part.told.files:
            number += 1
            yield f"files/{number:03}-{copy.name}", copy


def _read(copy: Copy) -> bytes | None:
    try:
        return bytes(current_app.extensions["storage"].read(copy.key))
    except Missing:
        return None


def _as_json(parts: Sequence[Part]) -> str:
    content = {part.records.name: list(part.told.rows) for part in parts}
    return json.dumps(content, default=_plain, ensure_ascii=False, indent=2)


def _as_page(export: DataExport, locale: str, parts: Sequence[Part], files: Sequence[str]) -> str:
    return render_template(
        "agency/compliance/export_file.html",
        locale=locale,
        style=_STYLE.read_text(),
        export=export,
        parts=parts,
        files=files,
        house=agency_settings(),
        label=label,
        value=value,
        today=clock.today(),
    )


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def _plain(it: object) -> Any:
    if isinstance(it, Money):
        return {"amount": str(it.decimal), "currency": it.currency}
    if isinstance(it, datetime | date):
        return it.isoformat()
    if isinstance(it, Mapping):
        return dict(it)
    return str(it)
