"""How uploads are received: no more than a file may have is ever kept, in memory or on disk."""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from maturity.file_kinds import MAX_BYTES


class SizeLimit(FileUploadHandler):
    """Lets the handlers after it have no more than the largest file that the portal takes.

    Of a larger one its size alone is kept, by which its form knows that it is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= MAX_BYTES:
            return None
        # What the others have of it is of no use.
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)
