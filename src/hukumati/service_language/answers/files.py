"""The reader of uploaded files: what the platform kept of them, never what a browser says of them."""

import re
from collections.abc import Mapping
from typing import Any

from hukumati.service_language import validation_messages
from hukumati.service_language.answers.raw_answer import Asked
from hukumati.service_language.validation_messages import AnswerRefused

MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
LARGEST = 5 * 1024 * 1024
FILE_NAME_LENGTH = 120
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SHA256 = "[0-9a-f]{64}"
PARTS = ("id", "name", "media", "size", "sha256")


def read_files(asked: Asked) -> list[dict[str, Any]] | None:
    """Return [{id, name, media, size, sha256}] as the uploads were kept, None where there is none."""
    sent = asked.sent()
    if sent is None or sent == []:
        return None
    if not isinstance(sent, list) or not all(isinstance(each, Mapping) for each in sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if len(sent) > asked.question.max_files:
        raise AnswerRefused(validation_messages.too_many_files(asked.question.max_files))
    files = [_file(asked, each) for each in sent]
    if any(file in files[:at] for at, file in enumerate(files)):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    return files


def _file(asked: Asked, sent: Mapping[str, Any]) -> dict[str, Any]:
    if not _is_kept(sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if sent["media"] not in [MEDIA[kind] for kind in asked.question.accept]:
        raise AnswerRefused(validation_messages.wrong_kind(asked.question.accept))
    return {part: sent[part] for part in PARTS}


def _is_kept(sent: Mapping[str, Any]) -> bool:
    size = sent.get("size")
    return (
        set(sent) == set(PARTS)
        and all(isinstance(sent[part], str) for part in PARTS if part != "size")
        and 0 < len(sent["name"]) <= FILE_NAME_LENGTH
        and re.fullmatch(UUID, sent["id"]) is not None
        and re.fullmatch(SHA256, sent["sha256"]) is not None
        and isinstance(size, int)
        and not isinstance(size, bool)
        and 0 < size <= LARGEST
    )
