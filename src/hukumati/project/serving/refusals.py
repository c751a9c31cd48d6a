"""What is answered before Django is asked: plain words in both languages, for whoever reads them."""

from dataclasses import dataclass
from typing import Final

from hukumati.project.serving.bodies import LengthMissing, TooManyBodies
from hukumati.project.serving.threads import LineFull


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer without a page; the connection ends with it."""

    status: int
    text: str

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Its headers."""
        retry = [(b"retry-after", b"60")] if self.status == 503 else []
        return [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"same-origin"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
            *retry,
        ]


TOO_SLOW: Final = Refusal(
    408,
    "لم يصل الطلب كاملًا في الوقت المتاح. تحقق من اتصالك بالإنترنت، ثم حاول مجددًا.\n"
    "The request did not arrive in time. Check your internet connection and try again.\n",
)
BUSY: Final = Refusal(
    503,
    "الخدمة مشغولة جدًا الآن. حاول مجددًا بعد دقيقة.\nThe service is very busy. Try again in a minute.\n",
)
NO_LENGTH: Final = Refusal(411, "A request with a body needs a Content-Length.\n")

REFUSALS: Final[dict[type[Exception], Refusal]] = {
    TimeoutError: TOO_SLOW,
    TooManyBodies: BUSY,
    LineFull: BUSY,
    LengthMissing: NO_LENGTH,
}
