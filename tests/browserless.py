"""A browser without JavaScript: it follows links and redirects, fills in forms, and keeps cookies by host."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import httpx
from lxml import html


class Loopback(httpx.HTTPTransport):
    """Resolves every name under localhost to this machine, as browsers do (RFC 6761 §6.3)."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Connect to 127.0.0.1, whatever the host of the URL; the Host header keeps it."""
        there = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1"),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(there)


class Page:
    """A response that is a page of HTML."""

    def __init__(self, response: httpx.Response, url: str) -> None:
        self.response = response
        self.status = response.status_code
        self.url = url
        self.html = html.fromstring(response.content) if response.content else html.fromstring("<html></html>")

    @property
    def text(self) -> str:
        """The text of the page, with single spaces."""
        return " ".join(self.html.text_content().split())

    @property
    def title(self) -> str:
        """The page's first heading."""
        found = self.html.xpath("//h1")
        return " ".join(found[0].text_content().split()) if found else ""

    def link(self, part: str) -> str:
        """Return the URL of the first link whose address contains `part`; raises `LookupError`."""
        for address in self.html.xpath("//a/@href"):
            if part in address:
                return urljoin(self.url, str(address))
        raise LookupError(f"no link with {part!r} on {self.url}: {self.text[:300]}")

    def form(self, *, holding: str = "", action: str = "") -> Any:
        """Return the first form with the field `holding` and with `action` in its address; raises `LookupError`."""
        for form in self.html.xpath("//form"):
            names = {field.name for field in form.inputs if field.name}
            if (
                (not holding or holding in names)
                and action in (form.action or "")
                and "sign-out" not in (form.action or "")
            ):
                return form
        raise LookupError(f"no form with {holding!r} {action!r} on {self.url}: {self.text[:300]}")


class Browserless:
    """The browser of one person."""

    def __init__(self, *, language: str = "ar", client: httpx.Client | None = None) -> None:
        self.language = language
        self.client = client or httpx.Client(
            transport=Loopback(), follow_redirects=False, timeout=30, headers={"Accept": "text/html,*/*;q=0.8"}
        )
        self.page: Page | None = None

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def get(self, url: str) -> Page:
        """Open a URL, and follow redirects."""
        return self._follow(self.client.get(url))

    def post(self, url: str, data: Mapping[str, Any], **options: Any) -> Page:
        """Post fields to a URL, and follow redirects."""
        origin = httpx.URL(url).copy_with(path="/", query=None)
        headers = {"Origin": str(origin).rstrip("/"), "Referer": url}
        return self._follow(self.client.post(url, data=dict(data), headers=headers, **options))

    def submit(
        self,
        *,
        holding: str = "",
        action: str = "",
        button: str = "",
        values: Mapping[str, Any] | None = None,
        files: Sequence[tuple[str, Any]] | None = None,
        **fields: Any,
    ) -> Page:
        """Fill in a form of the current page and submit it; the other fields keep their values.

        `values` are further fields, for names that are parameters here; `files` are (field, (name, bytes, media type)).
        """
        assert self.page is not None
        form = self.page.form(holding=holding, action=action)
        fields |= values or {}
        data = {name: value for name, value in form.form_values() if name not in fields}
        data.update({name: value for name, value in fields.items() if value is not None})
        if button:
            data[button] = "1"
        address = urljoin(self.page.url, form.action or self.page.url)
        return self.post(address, data, files=files) if files else self.post(address, data)

    def _follow(self, response: httpx.Response) -> Page:
        for _ in range(15):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            response = self.client.get(urljoin(str(response.url), response.headers["location"]))
        self.page = Page(response, str(response.url))
        return self.page
