"""Passwords: how they are kept, how they are checked, and which are good enough."""

import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext

from portal.accounts.common_passwords import COMMON_WORDS

MIN_LENGTH = 12
MAX_LENGTH = 256
"""Longer ones add nothing and cost time."""
MIN_DIFFERENT = 5
"""Different characters; `aaaaaaaaaaaa` has one."""

_SIGNS_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")

# Argon2id as OWASP's password storage guide has it: 1 pass over 46 MiB in 1 lane.
_PASSES, _KIBIBYTES, _LANES = 1, 47_104, 1
_hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_KIBIBYTES, parallelism=_LANES)
_NOBODYS = f"$argon2id$v=19$m={_KIBIBYTES},t={_PASSES},p={_LANES}${'A' * 22}${'A' * 43}"
"""A hash of no known password. Logins that do not exist are checked against it."""


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(_written_one_way(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether a password is the one that was stored. Takes as long when none was."""
    try:
        right = _hasher.verify(password_hash or _NOBODYS, _written_one_way(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """Whether it was stored with other parameters than are used now."""
    return _hasher.check_needs_rehash(password_hash)


def weakness(password: str, *, email: str, name: str) -> str | None:
    """Why a password is not good enough, to be shown as it is; None when it is."""
    if len(password) < MIN_LENGTH:
        return str(gettext("Use at least %(length)s characters.", length=MIN_LENGTH))
    if len(password) > MAX_LENGTH:
        return str(gettext("Use at most %(length)s characters.", length=MAX_LENGTH))
    plain = _written_one_way(password).casefold()
    cores = _cores(plain)
    if email.casefold() in plain or cores & {_letters(own) for own in _own_words(email, name)}:
        return str(gettext("Do not use your own name or e-mail address."))
    if len(set(plain)) < MIN_DIFFERENT or _is_row(plain) or cores & COMMON_WORDS:
        return str(gettext("This is one of the first that anybody would try. Choose another."))
    return None


def _written_one_way(password: str) -> str:
    """The same characters however the keyboard composed them (NFKC)."""
    return unicodedata.normalize("NFKC", password[: MAX_LENGTH * 4])


def _cores(plain: str) -> set[str]:
    """What is left without padding: only the letters, and with signs read as letters (`p4$$w0rd`)."""
    inner = plain.strip("".join(c for c in set(plain) if not c.isalpha()))
    return {_letters(plain), _letters(inner.translate(_SIGNS_AS_LETTERS))}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _own_words(email: str, name: str) -> set[str]:
    mailbox, _, domain = email.partition("@")
    words = {email, mailbox, domain.partition(".")[0], name, *name.split()}
    return {word for word in words if len(_letters(word)) > 2}


def _is_row(text: str) -> bool:
    """Whether each character is the next, or the one before, of its neighbour: `123456789012`."""
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(text)}
    return steps <= {1} or steps <= {9}
