"""The operators' log: JSON lines on standard error, never a person's data (no paths, no header values, no bodies)."""

import sys
import traceback
from contextlib import suppress
from types import FrameType

import structlog


def configure() -> None:
    """Set the format of the lines; called once at the start."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def log_event(event: str, **fields: object) -> None:
    """Write one line."""
    with suppress(OSError):  # whoever read the pipe has gone: that must not stop the exchange
        structlog.get_logger().info(event, **fields)


def log_failure(event: str, error: BaseException, **fields: object) -> None:
    """Write the type and the place of an unexpected error; its text is left out, for it may quote a message."""
    frames = [_place(frame) for frame, _line in traceback.walk_tb(error.__traceback__)]
    with suppress(OSError):
        structlog.get_logger().error(event, error=type(error).__name__, places=frames[-6:], **fields)


def _place(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno}"
