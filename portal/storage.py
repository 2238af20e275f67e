"""Where files are kept: each once, under the hash of what it holds, in a folder or in S3."""

import hashlib
import os
import re
import tempfile
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CHUNK = 256 * 1024
IN_MEMORY = 4 * 1024 * 1024
PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
KEY = re.compile(rf"(?:{PREFIX.pattern})/[0-9a-f]{{2}}/(?P<sha256>[0-9a-f]{{64}})")


class Damaged(Exception):
    """What is stored is no longer what was put there."""


class Missing(Exception):
    """Nothing is stored under this key."""


class StorageAway(Exception):
    """The store does not answer; what was asked may be asked again."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where a file went: its key, the SHA-256 of its bytes in hex, and its size in bytes."""

    key: str
    sha256: str
    size: int


class Storage(Protocol):
    """A place that keeps files by what they hold, so that the same bytes are kept once."""

    def put(self, data: bytes | BinaryIO, *, prefix: str) -> StoredFile:
        """Keep the bytes below `prefix` (the agency's id). Twice the same changes nothing."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The file for reading in parts, seekable; the caller closes it. Missing when absent."""
        ...

    def read(self, key: str) -> bytes:
        """All bytes, proved against the hash in the key. Damaged when they differ."""
        ...

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Erase, where the law demands it. Nothing there is no error."""
        ...


class FolderStorage:
    """Files in a folder of this machine."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def put(self, data: bytes | BinaryIO, *, prefix: str) -> StoredFile:
        """Write beside its place, then rename, so that a half-written file is never seen."""
        _check_prefix(prefix)
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as part:
            try:
                stored = _copy(data, cast(BinaryIO, part), prefix)
                part.flush()
                os.fsync(part.fileno())
                place = self.folder / stored.key
                if not (place.is_file() and place.stat().st_size == stored.size):
                    place.parent.mkdir(parents=True, exist_ok=True)
                    Path(part.name).replace(place)
                    _sync_folder(place.parent)
            finally:
                Path(part.name).unlink(missing_ok=True)
        return stored

    def open(self, key: str) -> BinaryIO:
        try:
            return (self.folder / _checked(key)).open("rb")
        except FileNotFoundError:
            raise Missing(key) from None

    def read(self, key: str) -> bytes:
        with self.open(key) as file:
            return _proved(file.read(), key)

    def exists(self, key: str) -> bool:
        return (self.folder / _checked(key)).is_file()

    def delete(self, key: str) -> None:
        (self.folder / _checked(key)).unlink(missing_ok=True)


class S3Storage:
    """Files in a bucket of any server that speaks S3.

    Without keys of its own it takes them from the environment or the machine's role, as all S3
    clients do. A server that fails or stays silent raises StorageAway after three tries.
    """

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str | None = None,
        region: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
    ) -> None:
        self.bucket = bucket
        self.client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=region or "us-east-1",
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"mode": "standard", "total_max_attempts": 3},
                s3={"addressing_style": "path" if endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, data: bytes | BinaryIO, *, prefix: str) -> StoredFile:
        """Send with its hash, so that the server refuses what was damaged on the way."""
        _check_prefix(prefix)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as part:
            stored = _copy(data, cast(BinaryIO, part), prefix)
            if self._size(stored.key) != stored.size:
                part.seek(0)
                self._call(
                    "put_object",
                    Key=stored.key,
                    Body=part,
                    ContentLength=stored.size,
                    ChecksumSHA256=b64encode(bytes.fromhex(stored.sha256)).decode(),
                )
        return stored

    def open(self, key: str) -> BinaryIO:
        body = self._call("get_object", Key=_checked(key))["Body"]
        part = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - it leaves open
        try:
            for chunk in body.iter_chunks(CHUNK):
                part.write(chunk)
        except BotoCoreError as error:
            part.close()
            raise StorageAway(f"The file store broke off: {error}") from error
        part.seek(0)
        return part

    def read(self, key: str) -> bytes:
        with self.open(key) as file:
            return _proved(file.read(), key)

    def exists(self, key: str) -> bool:
        return self._size(_checked(key)) is not None

    def delete(self, key: str) -> None:
        self._call("delete_object", Key=_checked(key))

    def _size(self, key: str) -> int | None:
        try:
            return int(self._call("head_object", Key=key)["ContentLength"])
        except Missing:
            return None

    def _call(self, verb: str, **arguments: Any) -> Any:
        try:
            return getattr(self.client, verb)(Bucket=self.bucket, **arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404", "NotFound"}:
                raise Missing(arguments["Key"]) from None
            raise StorageAway(f"The file store refused {verb}: {error}") from error
        except BotoCoreError as error:
            raise StorageAway(f"The file store does not answer: {error}") from error


def storage_from_url(url: str) -> Storage:
    """The store that a setting names.

    `file:///srv/files`, or `s3://bucket?endpoint=https://…&region=…`, with keys before the bucket
    (`s3://key:secret@bucket`, percent-encoded) where the environment does not carry them.
    ValueError on anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderStorage(unquote(parts.path))
    if parts.scheme == "s3" and parts.hostname and parts.path in {"", "/"}:
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        if unknown := options.keys() - {"endpoint", "region"}:
            raise ValueError(f"The storage address has unknown options: {', '.join(unknown)}.")
        return S3Storage(
            parts.netloc.rpartition("@")[2],
            endpoint=options.get("endpoint", [None])[0],
            region=options.get("region", [None])[0],
            access_key=unquote(parts.username) if parts.username else None,
            secret_key=unquote(parts.password) if parts.password else None,
        )
    raise ValueError(
        "The storage address is file:///a/folder or s3://bucket?endpoint=…&region=…; "
        f"this one starts with “{parts.scheme}:”."
    )


def _copy(data: bytes | BinaryIO, target: BinaryIO, prefix: str) -> StoredFile:
    source = BytesIO(data) if isinstance(data, bytes) else data
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += target.write(chunk)
    sha256 = digest.hexdigest()
    return StoredFile(f"{prefix}/{sha256[:2]}/{sha256}", sha256, size)


def _proved(content: bytes, key: str) -> bytes:
    if not key.endswith("/" + hashlib.sha256(content).hexdigest()):
        raise Damaged(f"The stored file {key} is not what was put there.")
    return content


def _check_prefix(prefix: str) -> None:
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"“{prefix}” cannot begin a storage key.")


def _checked(key: str) -> str:
    match = KEY.fullmatch(key)
    if not match or key.split("/")[-2] != match["sha256"][:2]:
        raise ValueError(f"“{key}” is no storage key.")
    return key


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
