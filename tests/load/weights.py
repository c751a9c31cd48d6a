"""What a browser receives: bytes of headers and bodies as they cross the wire, compressed as the server sends them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import brotli
import httpx
from lxml import html

from tests.load.figures import Figure, Goal
from tests.load.site import SERVICE, Site
from tests.people import Citizen

FIRST_VIEW_LIMIT: Final = 100_000
NEXT_PAGE_LIMIT: Final = 12_000
STATUS_LINE: Final = len("HTTP/1.1 200 OK\r\n\r\n")
LANGUAGES: Final = ("ar", "en")
ASSETS: Final = (
    "//link[@rel='stylesheet' or @rel='preload' or @rel='icon' or @rel='modulepreload' or @rel='manifest']/@href"
    " | //script/@src | //img/@src"
)
IN_STYLES: Final = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)")


@dataclass(frozen=True, slots=True)
class Received:
    """One answer: where from, its bytes on the wire, and its text."""

    url: str
    wire: int
    text: str
    is_font: bool

    @property
    def path(self) -> str:
        """The path, with nothing in it that is one case's own."""
        return re.sub(r"[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}", "…", urlsplit(self.url).path)

    @property
    def words(self) -> int:
        """Bytes of the page's words alone, compressed: what no page can do without."""
        text = " ".join(html.fromstring(self.text).text_content().split())
        return len(brotli.compress(text.encode()))


@dataclass(frozen=True, slots=True)
class View:
    """A page with all that a browser fetches for it when its cache is empty."""

    page: Received
    assets: tuple[Received, ...]

    @property
    def weight(self) -> int:
        """All bytes."""
        return self.page.wire + sum(asset.wire for asset in self.assets)

    @property
    def floor(self) -> int:
        """The words, and the fonts they are set in."""
        return self.page.words + sum(asset.wire for asset in self.assets if asset.is_font)


def measure(site: Site) -> list[Figure]:
    """Weigh the service's page with an empty cache, and every page of a citizen's way after it."""
    citizens = {
        language: Citizen(site.platform, person.id_number, person.phone, language)
        for language, person in zip(LANGUAGES, site.people, strict=False)
    }
    first = {language: _view(citizen, citizen.url(f"/services/{SERVICE}/")) for language, citizen in citizens.items()}
    later = [page for language, citizen in citizens.items() for page in _later_pages(citizen, first[language])]
    return [_first_figure(first), _next_figure(later)]


def _first_figure(views: Mapping[str, View]) -> Figure:
    heaviest = max(views.values(), key=lambda view: view.weight)
    return Figure(
        name="portal.first_view_weight",
        value=heaviest.weight,
        unit="bytes",
        reference="the page's words compressed, and its fonts",
        reference_value=heaviest.floor,
        goal=Goal("value", "at most", FIRST_VIEW_LIMIT),
        notes=tuple(f"{language}: {_account(view)}" for language, view in views.items()),
    )


def _account(view: View) -> str:
    parts = [f"{asset.wire:,} {urlsplit(asset.url).path.rpartition('/')[2]}" for asset in view.assets]
    return f"{view.weight:,} in all: {', '.join([f'{view.page.wire:,} page', *parts])}"


def _next_figure(views: list[View]) -> Figure:
    heaviest = max(views, key=lambda view: view.weight)
    return Figure(
        name="portal.next_page_weight",
        value=heaviest.weight,
        unit="bytes",
        reference="the page's words, compressed",
        reference_value=heaviest.page.words,
        goal=Goal("value", "at most", NEXT_PAGE_LIMIT),
        notes=tuple(f"{view.weight:,} {view.page.path}" for view in sorted(views, key=lambda view: -view.weight)),
    )


def _later_pages(citizen: Citizen, first: View) -> list[View]:
    """Walk from the start to the tracking page and weigh each page; what the first view brought is cached."""
    cached = frozenset(asset.url for asset in first.assets)
    citizen.sign_in()
    reference = citizen.fill_in()
    forms = sorted(
        {urljoin(citizen.page.url, link) for link in citizen.page.html.xpath("//a/@href[contains(., '/form/')]")}
    )
    addresses = [*map(citizen.url, ("/", "/services/", "/services/?q=شهادة", "/v")), *forms, citizen.page.url]
    views = [_view(citizen, address, cached) for address in addresses]
    addresses = [citizen.submit().url, *map(citizen.url, (f"/applications/{reference}/", "/applications/"))]
    return views + [_view(citizen, address, cached) for address in addresses]


def _view(citizen: Citizen, url: str, cached: frozenset[str] = frozenset()) -> View:
    client = citizen.browser.client
    page = _receive(client, url)
    links = [urljoin(url, link) for link in html.fromstring(page.text).xpath(ASSETS)]
    assets = {link: _receive(client, link) for link in links if link not in cached}
    for style in [asset for asset in assets.values() if ".css" in asset.url]:
        inner = {urljoin(style.url, link) for link in IN_STYLES.findall(style.text)} - assets.keys() - cached
        assets |= {link: _receive(client, link) for link in sorted(inner)}
    return View(page, tuple(assets.values()))


def _receive(client: httpx.Client, url: str) -> Received:
    answer = client.get(url, headers={"Accept-Encoding": "br, gzip", "Accept": "text/html,*/*"})
    if answer.status_code != 200:
        raise AssertionError(f"{url} answered {answer.status_code}")
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    is_font = "font" in answer.headers.get("content-type", "")
    return Received(url, STATUS_LINE + headers + answer.num_bytes_downloaded, "" if is_font else answer.text, is_font)
