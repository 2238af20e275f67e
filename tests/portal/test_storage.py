"""Files are kept once, whole, and proved when they are read."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from moto.server import ThreadedMotoServer

from portal.storage import (
    Damaged,
    FolderStorage,
    Missing,
    S3Storage,
    Storage,
    StorageAway,
    storage_from_url,
)

AGENCY = "0190a1b2-0000-7000-8000-000000000001"
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str) -> Iterator[S3Storage]:
    storage = S3Storage(
        "files", endpoint=s3_server, region="eu-west-1", access_key="demo", secret_key="demo"
    )
    storage.client.create_bucket(
        Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    yield storage
    for item in storage.client.list_objects_v2(Bucket="files").get("Contents", []):
        storage.client.delete_object(Bucket="files", Key=item["Key"])
    storage.client.delete_bucket(Bucket="files")


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "files")
    found: S3Storage = request.getfixturevalue("bucket")
    return found


def test_a_file_is_kept_under_the_hash_of_its_bytes(storage: Storage) -> None:
    stored = storage.put(b"hello", prefix=AGENCY)

    assert stored.key == f"{AGENCY}/2c/{HELLO}"
    assert (stored.sha256, stored.size) == (HELLO, 5)
    assert storage.exists(stored.key)
    assert storage.read(stored.key) == b"hello"


def test_a_large_stream_is_kept_whole_and_can_be_read_in_parts(storage: Storage) -> None:
    content = os.urandom(5_000_000)

    stored = storage.put(BytesIO(content), prefix=AGENCY)

    assert stored.size == len(content)
    with closing(storage.open(stored.key)) as file:
        file.seek(4_999_990)
        assert file.read() == content[-10:]


def test_two_agencies_with_the_same_file_keep_one_each(storage: Storage) -> None:
    ours, theirs = (storage.put(b"hello", prefix=prefix) for prefix in ("ours", "theirs"))

    storage.delete(ours.key)

    assert not storage.exists(ours.key)
    assert storage.read(theirs.key) == b"hello"


def test_what_is_not_there_is_missing_and_can_be_erased_again(storage: Storage) -> None:
    stored = storage.put(b"hello", prefix=AGENCY)
    storage.delete(stored.key)
    storage.delete(stored.key)

    for ask in (storage.read, storage.open):
        with pytest.raises(Missing):
            ask(stored.key)


@pytest.mark.parametrize(
    "key",
    [
        "../../etc/passwd",
        f"../{HELLO[:2]}/{HELLO}",
        f"/{AGENCY}/2c/{HELLO}",
        f"{AGENCY}/00/{HELLO}",
        f"{AGENCY}/2c/{HELLO}\n",
        "",
    ],
)
def test_a_key_cannot_lead_out_of_the_store(storage: Storage, key: str) -> None:
    for ask in (storage.read, storage.open, storage.exists, storage.delete):
        with pytest.raises(ValueError, match="is no storage key"):
            ask(key)


@pytest.mark.parametrize("prefix", ["", "..", "a/../b", "/a", "a b", "a/"])
def test_a_prefix_cannot_lead_out_of_the_store(storage: Storage, prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot begin a storage key"):
        storage.put(b"hello", prefix=prefix)


def test_a_damaged_file_is_noticed_when_read_from_the_folder(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    stored = storage.put(b"hello", prefix=AGENCY)
    (tmp_path / stored.key).write_bytes(b"hullo")

    with pytest.raises(Damaged):
        storage.read(stored.key)


def test_a_damaged_file_is_noticed_when_read_from_s3(bucket: S3Storage) -> None:
    stored = bucket.put(b"hello", prefix=AGENCY)
    bucket.client.put_object(Bucket="files", Key=stored.key, Body=b"hullo")

    with pytest.raises(Damaged):
        bucket.read(stored.key)


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    stored = storage.put(b"hello", prefix=AGENCY)
    before = (tmp_path / stored.key).stat().st_ino

    storage.put(b"hello", prefix=AGENCY)

    assert (tmp_path / stored.key).stat().st_ino == before


def test_a_file_cut_short_on_disk_is_made_whole_by_the_next_upload(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    stored = storage.put(b"hello", prefix=AGENCY)
    (tmp_path / stored.key).write_bytes(b"he")

    storage.put(b"hello", prefix=AGENCY)

    assert storage.read(stored.key) == b"hello"


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError("The browser went away.")
            return super().read(10)

    storage = FolderStorage(tmp_path)
    with pytest.raises(ConnectionResetError):
        storage.put(Broken(b"a" * 100), prefix=AGENCY)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_ten_uploads_of_one_file_at_once_keep_it_whole(tmp_path: Path) -> None:
    storage, content = FolderStorage(tmp_path), os.urandom(300_000)
    keys: list[str] = []
    uploads = [
        threading.Thread(target=lambda: keys.append(storage.put(content, prefix=AGENCY).key))
        for _ in range(10)
    ]
    for upload in uploads:
        upload.start()
    for upload in uploads:
        upload.join()

    assert len(keys) == 10
    assert storage.read(keys[0]) == content
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [keys[0][-64:]]


def test_a_store_that_is_away_says_so(s3_server: str) -> None:
    away = S3Storage(
        "files", endpoint="http://127.0.0.1:9", region="eu-west-1", access_key="a", secret_key="b"
    )
    with pytest.raises(StorageAway, match="does not answer"):
        away.put(b"hello", prefix=AGENCY)
    with pytest.raises(StorageAway, match="refused"):
        storage_from_url(f"s3://a:b@no-such-bucket?endpoint={quote(s3_server)}").put(
            b"hello", prefix=AGENCY
        )


def test_a_setting_names_the_store(tmp_path: Path, s3_server: str) -> None:
    folder = storage_from_url(f"file://{tmp_path}/a%20b")
    stored = folder.put(b"hello", prefix=AGENCY)
    assert (tmp_path / "a b" / stored.key).read_bytes() == b"hello"

    remote = storage_from_url(
        f"s3://key:sec%2Fret@my-files?endpoint={quote(s3_server)}&region=eu-west-1"
    )
    assert isinstance(remote, S3Storage)
    assert (remote.bucket, remote.client.meta.region_name) == ("my-files", "eu-west-1")
    assert remote.client.meta.endpoint_url == s3_server


@pytest.mark.parametrize(
    "url", ["", "/srv/files", "file://srv/files", "ftp://x/y", "s3://", "s3://b?public=yes"]
)
def test_a_setting_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="storage address"):
        storage_from_url(url)
