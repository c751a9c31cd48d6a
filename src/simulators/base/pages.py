"""Plain readable pages in Arabic and English, without scripts; `?lang=en` chooses English."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Hebron")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@pass_context
def localized(context: Context, arabic: str, english: str) -> str:
    """Return the text in the page's language: `{{ localized("نعم", "Yes") }}`."""
    return english if context.get("lang") == "en" else arabic


def local_time(iso: str) -> str:
    """Format a stored time in Palestinian time: 2026-11-23 16:40:05."""
    return datetime.fromisoformat(iso).astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def amount(text: str, currency: str) -> str:
    """Format an amount of a message, which has three decimals whatever the currency, as people write it: 20.00."""
    return text[:-1] if currency != "JOD" and text.partition(".")[2].endswith("0") and text[-4:-3] == "." else text


class Pages:
    """Renders templates of the simulator's own folder over the base page (`{% extends "page.html" %}`)."""

    def __init__(self, *, title: tuple[str, str], templates: Path | None, root: str = "") -> None:
        folders = [folder for folder in (templates, HERE / "templates") if folder is not None]
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(localized=localized, root=root)
        self._environment.filters.update(local_time=local_time, amount=amount)
        self._title = title

    def render(
        self, request: Request, template: str, *, status: int = 200, lang: str = "", **values: object
    ) -> HTMLResponse:
        """Render a page; its template sees `lang`, `simulator` (the title), `here` (the path) and the given values.

        `lang` is for addresses that cannot carry a query of ours.
        """
        lang = lang or ("en" if request.query_params.get("lang") == "en" else "ar")
        simulator = self._title[1] if lang == "en" else self._title[0]
        seen = {"lang": lang, "simulator": simulator, "here": request.url.path, "refresh_seconds": None, **values}
        text = self._environment.get_template(template).render(seen)
        return HTMLResponse(text, status_code=status, headers=HEADERS)
