"""What people send in is known by its content, and hostile files are refused in plain words."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.errors import Refused
from portal.uploads import Inspected, Kind, inspect, safe_name
from tests import hostile

ALL = frozenset(Kind)
EVIDENCE = {Kind.PDF, Kind.PNG, Kind.JPEG, Kind.EML}
INVOICE = b'<?xml version="1.0" encoding="UTF-8"?><Invoice><ID>F1</ID></Invoice>'


def look(content: bytes, name: str = "file", allowed: frozenset[Kind] = ALL) -> Inspected:
    return inspect(content, name, allowed=allowed, max_bytes=25 * 1024 * 1024)


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (hostile.pdf(), Kind.PDF, "application/pdf"),
        (hostile.restricted_pdf(), Kind.PDF, "application/pdf"),
        (hostile.pdf_with_attachment(), Kind.PDF, "application/pdf"),
        (hostile.png(), Kind.PNG, "image/png"),
        (hostile.jpeg(), Kind.JPEG, "image/jpeg"),
        (hostile.mail(), Kind.EML, "message/rfc822"),
        (hostile.mail(("order.pdf", hostile.pdf())), Kind.EML, "message/rfc822"),
        (hostile.csv_rows(), Kind.CSV, "text/csv"),
        (hostile.csv_with_dutch_names("cp1252"), Kind.CSV, "text/csv"),
        (hostile.csv_with_dutch_names("utf-16"), Kind.CSV, "text/csv"),
        (hostile.csv_with_dutch_names("utf-16-le"), Kind.CSV, "text/csv"),
        (INVOICE, Kind.XML, "application/xml"),
        (INVOICE.decode().replace("UTF-8", "UTF-16").encode("utf-16"), Kind.XML, "application/xml"),
        (hostile.xlsx(), Kind.XLSX, Kind.XLSX.media_type),
    ],
)
def test_a_sound_file_is_known_by_its_content(content: bytes, kind: Kind, media_type: str) -> None:
    found = look(content, "whatever.exe")

    assert (found.kind, found.media_type, found.size) == (kind, media_type, len(content))
    assert found.safe_name == f"whatever.{kind.extension}"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (hostile.truncated_pdf, "cut off"),
        (hostile.encrypted_pdf, "locked with a password"),
        (hostile.pdf_without_pages, "no pages"),
        (hostile.pdf_with_javascript, "holds a script"),
        (hostile.pdf_with_buried_javascript, "holds a script"),
        (hostile.pdf_with_launch, "starts another program"),
        (hostile.pdf_with_executable, "a program attached"),
        (lambda: hostile.pdf_with_attachment("run.bat", b"echo"), "a program attached"),
        (hostile.pdf_stream_bomb, "damaged"),
        (hostile.pdf_with_rendition_script, "holds a script"),
        (hostile.pdf_with_xfa, "a form with a program"),
        (hostile.pdf_and_zip, "hidden after its end"),
        (hostile.pdf_hiding_zip, "a packed archive at the same time"),
        (lambda: b"\n<b>" + hostile.pdf(), "before its start"),
        (lambda: b"%PDF-1.7\nnothing\n%%EOF\n", "damaged"),
        (lambda: hostile.truncated(hostile.png()), "cut off"),
        (lambda: hostile.png() + b"<?php echo 1;", "hidden behind"),
        (lambda: hostile.truncated(hostile.jpeg(800, 600)), "cut off or damaged"),
        (lambda: hostile.jpeg() + hostile.zip_of({"a": b"b"}), "another kind of file"),
        (hostile.pixel_bomb, "too many pixels"),
        (lambda: hostile.pixel_bomb(8_000), "8000 by 8000 pixels"),
        (hostile.zip_bomb, "unpacks to far more"),
        (hostile.nested_zip_bomb, "another packed file inside"),
        (hostile.lying_zip_bomb, "damaged|unpacks to far more"),
        (hostile.locked_xlsx, "locked with a password"),
        (lambda: hostile.truncated(hostile.xlsx()), "damaged or cut off|packed archive"),
        (lambda: hostile.xlsx(xl__vbaProject_bin=b"x"), "macros"),
        (lambda: hostile.xlsx(xl__a_bin=hostile.EXECUTABLE), "a program inside"),
        (lambda: hostile.xlsx(xl__a_xml=b"<!DOCTYPE a><a/>"), "document type"),
        (lambda: hostile.zip_of({"a.txt": b"a"}), "packed archive"),
        (lambda: hostile.zip_of({"word/document.xml": b"a"}), "packed archive|office document"),
        (hostile.xml_with_external_entity, "document type"),
        (hostile.billion_laughs, "document type"),
        (lambda: hostile.billion_laughs().decode().encode("utf-16"), "document type"),
        (hostile.deep_xml, "100 levels"),
        (lambda: hostile.deep_xml(101), "100 levels"),
        (hostile.wide_xml, "500,000 tags"),
        (lambda: b"<a>" + b" " * 20 * 1024**2 + b"</a>", "larger than 20 MB"),
        (lambda: hostile.truncated(INVOICE), "broken or cut off"),
        (lambda: INVOICE.replace(b"UTF-8", b"UTF-7"), "written in UTF-7"),
        (hostile.svg_with_script, "SVG"),
        (lambda: b"<x:svg xmlns:x='http://www.w3.org/2000/svg'/>", "SVG"),
        (lambda: hostile.mail(("setup.exe", b"x")), "a program attached"),
        (lambda: hostile.mail(("photo.png", hostile.EXECUTABLE)), "a program attached"),
        (lambda: hostile.mail_of_parts(300), "more than 200 parts"),
        (lambda: b"#!/bin/sh\nrm -rf /\n", "is a program"),
        (lambda: b"{\\rtf1 hello}", "office document"),
        (lambda: b"MZ", "is a program"),
        (lambda: b"\x7fELF\x02\x01\x01", "is a program"),
        (lambda: b"a;b\n1;2\x00\x01\x02", "is no text"),
        (lambda: b"", "is empty"),
        (lambda: b" \r\n\t", "is empty"),
        (lambda: b"GIF89a" + b"\1" * 40, "kind we do not take"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "office document|not take"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_in_words(
    make: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        look(make())


@pytest.mark.parametrize(
    "start", ["BMW", "MZ-Nummer", "ID3", "FWS", "CWS", "OTTO", "SIMPLE", "II", "%!"]
)
def test_a_table_is_a_table_whatever_its_first_letters(start: str) -> None:
    table = f"{start};factuurnummer;bedrag;omschrijving van de levering en het werk\n1;2;3;4\n"
    assert look(table.encode()).kind is Kind.CSV


@settings(max_examples=150, deadline=None)
@given(
    content=st.sampled_from(
        [hostile.pdf(), hostile.png(), hostile.jpeg(), hostile.mail(), hostile.xlsx(), INVOICE]
    ),
    at=st.integers(0, 2_000),
    cut=st.integers(0, 20),
    put=st.binary(max_size=20),
)
def test_no_damage_brings_the_inspection_down(
    content: bytes, at: int, cut: int, put: bytes
) -> None:
    at %= len(content)
    damaged = content[:at] + put + content[at + cut :]
    with suppress(Refused):
        assert look(damaged).size == len(damaged)


@pytest.mark.parametrize("make", [hostile.exe_as_pdf, hostile.html_as_png])
def test_a_file_with_a_false_name_is_refused(make: Callable[[], tuple[str, bytes]]) -> None:
    name, content = make()
    with pytest.raises(Refused, match=r"is a program|web page"):
        look(content, name)


def test_only_the_kinds_asked_for_are_taken() -> None:
    with pytest.raises(Refused, match=r"The file is CSV. Here you can send JPEG, PDF, PNG, e-mail"):
        inspect(hostile.csv_rows(), "a.pdf", allowed=EVIDENCE, max_bytes=10_000)


def test_a_file_that_is_too_large_is_refused_without_reading_it_all() -> None:
    class Counted(BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            content = super().read(size)
            self.taken += len(content)
            return content

    stream = Counted(b"a" * 5_000_000)
    with pytest.raises(Refused, match="larger than 1 MB"):
        inspect(stream, "a.csv", allowed=ALL, max_bytes=1024 * 1024)
    assert stream.tell() == 0
    assert stream.taken == 1024 * 1024 + 1


def test_many_parts_that_unpack_to_too_much_together_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portal.uploads.workbooks.LARGEST_UNPACKED", 3_000)
    part = bytes(range(256)) * 6
    assert look(hostile.xlsx(xl__a_xml=part)).kind is Kind.XLSX

    with pytest.raises(Refused, match="unpacks to far more"):
        look(hostile.xlsx(xl__a_xml=part, xl__b_xml=part))


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.uploads.pdf_files.MOST_PAGES", 3)
    assert look(hostile.pdf(3)).kind is Kind.PDF

    with pytest.raises(Refused, match="4 pages; at most 3"):
        look(hostile.pdf(4))


def test_a_stream_can_be_stored_after_it_was_inspected() -> None:
    stream = BytesIO(hostile.pdf())
    stream.read(10)

    found = inspect(stream, "a.pdf", allowed=ALL, max_bytes=1_000_000)

    assert stream.read() == hostile.pdf()[: found.size]
    assert found.size == stream.tell()


def test_a_large_photo_is_taken() -> None:
    target = BytesIO()
    Image.new("RGB", (9000, 7000)).save(target, "JPEG")
    assert look(target.getvalue()).kind is Kind.JPEG


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("factuur 12.pdf", "factuur 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\jan\Scan.PDF", "Scan.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ("line\r\nSet-Cookie: x.pdf", "lineSet-Cookie_ x.pdf"),
        ('quo"te<>|;.pdf', "quo_te.pdf"),
        ("…", "….pdf"),
        ("", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Zoë Müller.v2", "Zoë Müller.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name, "pdf") == kept


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(name: str) -> None:
    kept = safe_name(name, "pdf")

    assert kept.endswith(".pdf")
    assert len(kept) <= 120
    assert len(kept.encode()) <= 240
    assert not set(kept) & set('/\\\0\r\n"<>')
    assert not any(unicodedata.category(c).startswith("C") for c in kept)
    assert not kept.startswith((".", " ", "-", "~"))
    assert safe_name(kept, "pdf") == kept


# The virus scanner
