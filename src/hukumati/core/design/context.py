"""What every page is given besides its own data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, is_valid_path, resolve, reverse
from django.utils import translation
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from hukumati.core.bilingual import active_language

OTHER_LANGUAGE = {"ar": ("en", "English"), "en": ("ar", "العربية")}
NAVIGATION: dict[str, tuple[tuple[str, Promise], ...]] = {
    "portal": (("services", _("Services")), ("my_cases", _("My applications")), ("verify", _("Verify a document"))),
    "workplace": (
        ("inbox", _("Inbox")),
        ("side_requests", _("Requests to us")),
        ("desk", _("Counter desk")),
        ("appointments", _("Appointments")),
        ("studio_services", _("Studio")),
        ("holidays", _("Holidays")),
        ("sites", _("Our sites")),
        ("all_sites", _("All sites")),
        ("staff", _("Our staff")),
        ("counter", _("Identity counter")),
        ("waiting_verifications", _("To be confirmed")),
        ("citizens", _("Citizens' accounts")),
        ("proposals", _("Second official")),
        ("fraud_signals", _("Signs of fraud")),
        ("letters", _("Letters")),
        ("papers", _("Mandates on paper")),
    ),
}
HOME = {"portal": "home", "workplace": "workplace_home", "identity": "sign_in_start", "start": "start"}
SITE_NAMES: dict[str, Promise] = {
    "identity": _("Sign-in"),
    "workplace": _("Workplace"),
    "start": _("Demonstration"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation; `current` when the page lies under it."""

    url: str
    text: Promise
    current: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Return for templates the site, the language and its opposite, the signed-in person and the navigation."""
    language = active_language()
    site = site_of(request)
    other, other_name = OTHER_LANGUAGE[language]
    return {
        "site": site,
        "site_name": SITE_NAMES.get(site, ""),
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "other_language": other,
        "other_language_name": other_name,
        "other_language_url": _other_language_url(request, other),
        "person": SimpleLazyObject(lambda: getattr(request, "person", None)),
        "is_demo": settings.HUKUMATI.demo,
        "demo_url": _demo_url(site, language),
        "saves_data": request.headers.get("Save-Data", "").lower() == "on",
        "navigation": SimpleLazyObject(lambda: tuple(_links(request, site))),
        "home_url": _address(HOME.get(site, "")) or "/",
        "sign_in_url": _address("sign_in"),
        "sign_out_url": _address("sign_out"),
        "stop_acting_url": _address("stop_acting"),
        "acting_for_url": _address("acting_for"),
    }


def _demo_url(site: str, language: str) -> str:
    config = settings.HUKUMATI
    return f"{config.start_url}{'/en/' if language == 'en' else '/'}" if config.demo and site != "start" else ""


def site_of(request: HttpRequest) -> str:
    """Return the site of a request: portal, identity, workplace, pay or start."""
    return str(getattr(request, "site_code", "portal"))


def _other_language_url(request: HttpRequest, other: str) -> str:
    """Return the same page in the other language; a protocol's address has one form, and says it by `ui_locales`."""
    there = other_language_url(request.get_full_path())
    if request.resolver_match is None or _is_address(there.partition("?")[0], other):
        return there
    query = request.GET.copy()
    query["ui_locales"] = other
    return f"{request.path}?{query.urlencode()}"


def _is_address(path: str, language: str) -> bool:
    with translation.override(language):  # prefixes are resolved in the language that is active alone
        return bool(is_valid_path(path, _urlconf()))


def other_language_url(path: str) -> str:
    """Return the address of the same page in the other language: Arabic has no prefix, English has /en/."""
    if path == "/en" or path.startswith(("/en/", "/en?")):
        return "/" + path[3:].lstrip("/")  # never two slashes at the start: that would name another host
    return f"/en{path}"


def _address(name: str) -> str:
    return _known_address(name, active_language(), _urlconf())


def _urlconf() -> str:
    return str(get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _known_address(name: str, language: str, urlconf: str) -> str:
    """Return the address of a page in a language, "" where the site has none; every page asks for the same few."""
    try:
        return reverse(name, urlconf) if name else ""
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=256)
def _roles_of(url: str, urlconf: str) -> frozenset[str]:
    """Return the roles that the view of an address is for; none where it is for everybody."""
    roles: frozenset[str] = getattr(resolve(url, urlconf).func, "for_roles", frozenset())
    return roles


def _links(request: HttpRequest, site: str) -> Iterator[Link]:
    for name, text in NAVIGATION.get(site, ()):
        url = _address(name)
        if url and _is_for(request, url):
            yield Link(url=url, text=text, current=_lies_under(request.path, url))


def _is_for(request: HttpRequest, url: str) -> bool:
    """Return whether the person may open the page, if its view names the roles it is for."""
    roles = _roles_of(url, _urlconf())
    person = getattr(request, "person", None)
    return not roles or (person is not None and any(person.has_role(role) for role in roles))


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url not in {"/", "/en/"} and path.startswith(url))
