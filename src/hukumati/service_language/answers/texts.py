"""Readers of words and yes or no."""

from hukumati.service_language import validation_messages
from hukumati.service_language.answers.raw_answer import Asked, clean_text
from hukumati.service_language.validation_messages import AnswerRefused

TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 2_000

_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")


def read_text(asked: Asked, *, lines: bool = False) -> str | None:
    question = asked.question
    value = asked.sent()
    if value is None:
        return None
    default = LONG_TEXT_LENGTH if lines else TEXT_LENGTH
    text = clean_text(value, most=question.max if isinstance(question.max, int) else default, lines=lines)
    if isinstance(question.min, int) and 0 < len(text) < question.min:
        raise AnswerRefused(validation_messages.too_short(question.min))
    return text or None


def read_long_text(asked: Asked) -> str | None:
    return read_text(asked, lines=True)


def read_yes_no(asked: Asked) -> bool | None:
    value = asked.sent()
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in (*_YES, *_NO):
        raise AnswerRefused(validation_messages.NOT_LISTED)
    return word in _YES


def read_declaration(asked: Asked) -> bool | None:
    return True if read_yes_no(asked) else None
