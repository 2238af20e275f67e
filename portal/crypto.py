"""Secrets at rest: sealed with the installation's keys, the first of which seals, all of which open."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app


class Unreadable(Exception):
    """A sealed secret was sealed with a key that this installation does not have."""


def seal(secret: str) -> bytes:
    """Encrypt a secret for the database."""
    return _keyring().encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """The secret again; Unreadable when its key is gone."""
    try:
        return _keyring().decrypt(sealed).decode()
    except InvalidToken:
        raise Unreadable("A stored secret cannot be read: its encryption key is missing.") from None


def rotate(sealed: bytes) -> bytes:
    """The same secret, sealed with the first key."""
    return _keyring().rotate(sealed)


def is_sealed_by_first(sealed: bytes) -> bool:
    """Whether the first key alone opens it."""
    try:
        Fernet(_keys()[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def new_token(bits: int = 160) -> str:
    """An unguessable token of lower-case letters and digits, easy to read aloud and to print."""
    alphabet = "23456789abcdefghjkmnpqrstuvwxyz"
    length = -(-bits * 1000 // 4954)  # One character carries log2(31) = 4.954 bits.
    return "".join(secrets.choice(alphabet) for _ in range(length))


def fingerprint(token: str) -> bytes:
    """What is stored of a token, so that reading the table opens nothing."""
    return hashlib.sha256(token.encode()).digest()


def sign(purpose: str, text: str) -> str:
    """A keyed signature of `text` for one purpose, hexadecimal."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def mark(purpose: str, text: str) -> str:
    """A short keyed mark of `text`, 80 bits of small letters and digits, for what is kept for years."""
    return _mark(_keys()[0], purpose, text)


def is_mark(given: str, purpose: str, text: str) -> bool:
    """Whether one of the installation's keys, also an older one, gave `text` this mark."""
    known = [_mark(key, purpose, text) for key in _keys()]
    return any(hmac.compare_digest(given.encode(), each.encode()) for each in known)


def _mark(key: str, purpose: str, text: str) -> str:
    digest = hmac.new(key.encode(), f"mark {purpose}\n{text}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _keyring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def _keys() -> list[str]:
    settings = current_app.extensions["settings"]
    return [key.strip() for key in settings.encryption_keys.split(",")]
