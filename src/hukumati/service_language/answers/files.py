"""The reader of uploaded files: what the platform kept of them, never what a browser says of them."""

import re
from collections.abc import Mapping

from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_FILE_NAME_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.file_types import MAX_FILE_BYTES, media_types
from hukumati.service_language.validation_messages import AnswerRefused

UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SHA256_PATTERN = "[0-9a-f]{64}"
FILE_PARTS = ("id", "name", "media", "size", "sha256")


def read_files(raw: RawAnswer) -> list[dict[str, object]] | None:
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


def _file(raw: RawAnswer, sent: Mapping[str, object]) -> dict[str, object]:
    if not _is_kept(sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if sent["media"] not in media_types(raw.question.accept):
        raise AnswerRefused(validation_messages.wrong_kind(raw.question.accept))
    return {part: sent[part] for part in FILE_PARTS}


def _is_kept(sent: Mapping[str, object]) -> bool:
    """Return whether this is a file's record as the platform writes it, whoever sent it."""
    return (
        set(sent) == set(FILE_PARTS)
        and _matches(UUID_PATTERN, sent["id"])
        and _matches(SHA256_PATTERN, sent["sha256"])
        and _matches(f"(?s:.{{1,{MAX_FILE_NAME_LENGTH}}})", sent["name"])
        and isinstance(sent["media"], str)
        and _is_size(sent["size"])
    )


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_FILE_BYTES
