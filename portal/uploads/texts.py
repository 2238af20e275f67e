"""Text, XML and e-mail from strangers: readable, and without programs attached."""

from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from lxml import etree

from portal.errors import Refused
from portal.uploads.markup import parse_xml
from portal.uploads.programs import is_program

MOST_MAIL_PARTS = 200
STRANGE = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27}) + b"\x7f"


def check_text(file: bytes) -> None:
    """Refused when the bytes are not text in any usual encoding."""
    if file.startswith((b"\xff\xfe", b"\xfe\xff")) or file[:200].count(b"\0") * 3 >= len(
        file[:200]
    ):
        try:
            file = _from_utf_16(file).encode()
        except UnicodeDecodeError:
            raise Refused("The text is cut off or damaged. Save it again as UTF-8.") from None
    if len(file) - len(file.translate(None, STRANGE)) > 0:
        raise Refused("The file is no text: it holds characters that no text has.")


def check_xml(file: bytes) -> None:
    """Refused when broken or hostile, or a drawing or web page in disguise."""
    name = etree.QName(parse_xml(file)).localname.lower()
    if name in {"svg", "html", "xsl", "stylesheet", "transform"}:
        raise Refused(
            "The file is %(kind)s, which can hold scripts. It is not taken.", kind=name.upper()
        )


def check_mail(file: bytes) -> None:
    """Refused when the mail is not one, or has a program attached."""
    try:
        mail = BytesParser(policy=compat32).parsebytes(file)
        parts = list(mail.walk())
    except (RecursionError, ValueError, LookupError):
        raise Refused("The e-mail is damaged and cannot be read. Save it again as .eml.") from None
    if len(parts) > MOST_MAIL_PARTS:
        raise Refused("The e-mail has more than %(most)s parts.", most=MOST_MAIL_PARTS)
    for part in parts:
        if not part.is_multipart() and is_program(_head(part), *_names(part)):
            raise Refused("The e-mail has a program attached. Send it without the attachment.")


def _from_utf_16(file: bytes) -> str:
    if file.startswith((b"\xff\xfe", b"\xfe\xff")):
        return file.decode("utf-16")
    return file.decode("utf-16-be" if file[:1] == b"\0" else "utf-16-le")


def _head(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content[:512] if isinstance(content, bytes) else b""


def _names(part: Message) -> list[str]:
    return [name for name in (part.get_filename(), part.get_param("name")) if isinstance(name, str)]
