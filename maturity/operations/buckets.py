"""Files in object storage that speaks S3: what `stores` says, of a bucket."""

import errno
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, BinaryIO, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from maturity.operations.stores import KeptFile, StoreAway

# A person waits at the page: what does not answer by then, after one more try, is away.
CONNECTING, READING = 3, 10  # seconds
TRIES = 2
PAGE = 1000  # names that are asked for at once, which is the most
MISSING = {"404", "NoSuchKey", "NotFound"}
FULL = {"QuotaExceeded", "XMinioStorageFull"}
INSUFFICIENT_STORAGE = 507


class Bucket(S3Storage):
    """A bucket, or what is under a prefix of it. The portal alone hands out what is in there."""

    def __init__(self, **options: Any):
        config = Config(
            connect_timeout=CONNECTING,
            read_timeout=READING,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            # Checksums that not every storage knows are sent where they are asked for alone.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # Threads would come on top of those of the web server.
        transfers = TransferConfig(use_threads=False)
        super().__init__(client_config=config, transfer_config=transfers, **options)

    @property
    def address(self) -> str:
        return f"s3://{self.bucket_name}/{self.location}".rstrip("/")

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        with tempfile.TemporaryFile() as file:
            yield cast("BinaryIO", file)
            file.flush()
            self.save(name, File(file))

    def size_at_hand(self, _name: str) -> int | None:
        return None

    def kept(self, under: str = "") -> Iterator[KeptFile]:
        with _told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name,
                Prefix=f"{self._beginning}{under}",
                PaginationConfig={"PageSize": PAGE},
            )
            for page in pages:
                for each in page.get("Contents", ()):
                    name = each["Key"].removeprefix(self._beginning)
                    yield KeptFile(self, name, each["Size"], each["LastModified"])

    def remove_unfinished(self, before: datetime) -> None:
        with _told():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket_name, Prefix=self._beginning
            )
            for page in pages:
                for each in page.get("Uploads", ()):
                    if each["Initiated"] < before:
                        self._client.abort_multipart_upload(
                            Bucket=self.bucket_name, Key=each["Key"], UploadId=each["UploadId"]
                        )

    def room(self) -> int | None:
        with _told():
            self._impatient.head_bucket(Bucket=self.bucket_name)
        return None

    def _open(self, name: str, mode: str = "rb") -> File:
        with _told():
            found = self._client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
        stream = io.BufferedReader(_Stream(found["Body"]))
        return File(cast("Any", stream), name)

    def _save(self, name: str, content: Any) -> str:
        with _told():
            return cast("str", super()._save(name, content))

    def delete(self, name: str) -> None:
        with _told():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _told():
            return cast("bool", super().exists(name))

    def size(self, name: str) -> int:
        with _told():
            return cast("int", super().size(name))

    @property
    def _beginning(self) -> str:
        """What every key begins with: with a slash, or another's prefix would begin like it."""
        return f"{self.location}/" if self.location else ""

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    @cached_property
    def _impatient(self) -> Any:
        """For monitors, which ask often."""
        config = self.client_config.merge(
            Config(connect_timeout=2, read_timeout=2, retries={"total_max_attempts": 1})
        )
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=config,
        )


class _Stream(io.RawIOBase):
    """The bytes of a file as they arrive."""

    def __init__(self, body: StreamingBody):
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _told():
            piece: bytes = self._body.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._body.close()
        super().close()


@contextmanager
def _told() -> Iterator[None]:
    """Tells what object storage answers as a folder would."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        status = error.response["ResponseMetadata"].get("HTTPStatusCode")
        if code in MISSING:
            raise FileNotFoundError(errno.ENOENT, "no such file") from error
        if code in FULL or status == INSUFFICIENT_STORAGE:
            raise OSError(errno.EDQUOT, f"object storage is full ({code})") from error
        raise StoreAway(errno.EIO, f"object storage answers {code}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(errno.EIO, "object storage does not answer") from error
