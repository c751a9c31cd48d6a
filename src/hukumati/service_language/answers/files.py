"""The reader of uploaded files: what the platform kept of them, never what a browser says of them."""

import re
from collections.abc import Mapping
from typing import Any

from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_FILE_NAME_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.file_types import MAX_FILE_BYTES, media_types
from hukumati.service_language.validation_messages import AnswerRefused

UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SHA256_PATTERN = "[0-9a-f]{64}"
FILE_PARTS = ("id", "name", "media", "size", "sha256")


def read_files(raw: RawAnswer) -> list[dict[str, Any]] | None:
    """Return [{id, name, media, size, sha256}] as the uploads were kept, None where there is none."""
    sent = raw.sent()
    if sent is None or sent == []:
        return None
    if not isinstance(sent, list) or not all(isinstance(each, Mapping) for each in sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if len(sent) > raw.question.max_files:
        raise AnswerRefused(validation_messages.too_many_files(raw.question.max_files))
    files = [_file(raw, each) for each in sent]
    if any(file in files[:at] for at, file in enumerate(files)):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    return files


def _file(raw: RawAnswer, sent: Mapping[str, Any]) -> dict[str, Any]:
    if not _is_kept(sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if sent["media"] not in media_types(raw.question.accept):
        raise AnswerRefused(validation_messages.wrong_kind(raw.question.accept))
    return {part: sent[part] for part in FILE_PARTS}


def _is_kept(sent: Mapping[str, Any]) -> bool:
    size = sent.get("size")
    return (
        set(sent) == set(FILE_PARTS)
        and all(isinstance(sent[part], str) for part in FILE_PARTS if part != "size")
        and 0 < len(sent["name"]) <= MAX_FILE_NAME_LENGTH
        and re.fullmatch(UUID_PATTERN, sent["id"]) is not None
        and re.fullmatch(SHA256_PATTERN, sent["sha256"]) is not None
        and isinstance(size, int)
        and not isinstance(size, bool)
        and 0 < size <= MAX_FILE_BYTES
    )
