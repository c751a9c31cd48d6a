"""Logs: one JSON object a line on standard error, without personal data."""

import logging
import logging.config
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_NINE_DIGITS = re.compile(r"(?<![0-9A-Za-z-])[0-9]{9}(?![0-9A-Za-z-])")
_REFERENCE = re.compile(r"(?<=/)[A-Za-z]{2,5}-(?:20[0-9]{2}-[0-9]{7}|[0-9A-Za-z]{4}-[0-9A-Za-z]{4})(?![0-9A-Za-z])")
"""A case's reference, or a document's serial, in a path."""
_PHONE = re.compile(r"\+[0-9]{9,15}")


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Blank what looks like an identity or telephone number, or a reference in a path, whoever wrote it."""
    return {key: _blanked(value) for key, value in event.items()}


def _blanked(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _REFERENCE.sub("[reference]", _PHONE.sub("[phone]", _NINE_DIGITS.sub("[id]", value)))


def configure(*, level: str) -> None:
    """Send structlog's and the libraries' records through one chain to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "procrastinate", "pyhanko", "fontTools", "asyncio", "pyhanko_certvalidator"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a refused request has its one line already
    logging.getLogger("procrastinate.blueprints").setLevel(logging.ERROR)  # it guesses at our entry point
