"""Readers of words and yes or no."""

from hukumati.core.typed import bare_code, plain
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_LONG_TEXT_LENGTH, MAX_TEXT_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer, clean_text
from hukumati.service_language.patterns import CHECKS, has_pattern
from hukumati.service_language.validation_messages import AnswerRefused

_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")


def read_text(raw: RawAnswer, *, lines: bool = False) -> str | None:
    question = raw.question
    value = raw.sent()
    if value is None:
        return None
    default = MAX_LONG_TEXT_LENGTH if lines else MAX_TEXT_LENGTH
    text = clean_text(value, most=question.max if isinstance(question.max, int) else default, lines=lines)
    if isinstance(question.min, int) and 0 < len(text) < question.min:
        raise AnswerRefused(validation_messages.too_short(question.min))
    return _as_declared(raw, text) if text else None


def _as_declared(raw: RawAnswer, text: str) -> str:
    """Return a text that has the question's pattern and check digits, spelt plainly if it must have any."""
    question = raw.question
    if not question.pattern and not question.check:
        return text
    code = bare_code(text) if question.check else plain(text).strip()
    if question.pattern and not has_pattern(code, question.pattern):
        raise AnswerRefused(question.pattern_text or validation_messages.NOT_AN_ANSWER)
    if question.check and not CHECKS[question.check](code):
        raise AnswerRefused(question.pattern_text or validation_messages.WRONG_CHECK_DIGITS)
    return code


def read_long_text(raw: RawAnswer) -> str | None:
    return read_text(raw, lines=True)


def read_yes_no(raw: RawAnswer) -> bool | None:
    value = raw.sent()
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in (*_YES, *_NO):
        raise AnswerRefused(validation_messages.NOT_LISTED)
    return word in _YES


def read_declaration(raw: RawAnswer) -> bool | None:
    return True if read_yes_no(raw) else None
