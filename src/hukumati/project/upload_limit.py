"""A limit on what one request may carry, so that nobody fills the disk with a form."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 60 * 1024 * 1024
"""Bytes: ten files of the largest size accepted and the other fields of a form."""


class BoundedUploads(FileUploadHandler):
    """Refuses a request by the length it declares, before any of it is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - named by Django
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"more than {LARGEST_REQUEST} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
