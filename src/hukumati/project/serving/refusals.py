"""What is answered without Django, before it is asked or after it failed: plain words in both languages."""

from dataclasses import dataclass
from typing import Final

from hukumati.project.middleware.security_headers import security_headers
from hukumati.project.serving.bodies import LengthMissing, TooManyBodies
from hukumati.project.serving.threads import LineFull

_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"


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
            *((name.lower().encode(), value.encode()) for name, value in security_headers(_POLICY).items()),
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
FAILED: Final = Refusal(
    500,
    "حدث خطأ من جهتنا. حاول مجددًا بعد قليل.\nSomething went wrong on our side. Try again shortly.\n",
)
NO_LENGTH: Final = Refusal(411, "A request with a body needs a Content-Length.\n")

REFUSALS: Final[dict[type[Exception], Refusal]] = {
    TimeoutError: TOO_SLOW,
    TooManyBodies: BUSY,
    LineFull: BUSY,
    LengthMissing: NO_LENGTH,
}
