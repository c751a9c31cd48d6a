"""The operators' log: JSON lines on standard error, never a person's data (no paths, no header values, no bodies)."""

import sys
import traceback
from contextlib import suppress
from types import FrameType
from typing import Any

import structlog


def configure() -> None:
    """Set the form of the lines, once, at the start."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def note(event: str, **fields: Any) -> None:
    """Write one line."""
    with suppress(OSError):  # nobody reads any more: that must not stop the exchange
        structlog.get_logger().info(event, **fields)


def note_failure(event: str, error: BaseException, **fields: Any) -> None:
    """Write where an unexpected error came from; its text is left out, for it may quote a message."""
    frames = [_place(frame) for frame, _line in traceback.walk_tb(error.__traceback__)]
    with suppress(OSError):
        structlog.get_logger().error(event, error=type(error).__name__, places=frames[-6:], **fields)


def _place(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno}"
