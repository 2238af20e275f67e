"""Secrets at rest: sealed with the installation's keys, the first of which seals, all of which open."""

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


def _keyring() -> MultiFernet:
    keys = current_app.extensions["settings"].encryption_keys.split(",")
    return MultiFernet([Fernet(key.strip()) for key in keys])
