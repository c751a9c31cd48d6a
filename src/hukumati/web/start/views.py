"""The start page: every site and every fictional person of the demonstration."""

from functools import cache
from typing import Any, Final

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hukumati.core.bilingual import Bilingual, active_language

OUTSIDE: Final[tuple[tuple[str, Promise, Promise], ...]] = (
    (
        "sample_site_url",
        _("A sample site of a ministry"),
        _("A public library that signs people in by the single sign-on."),
    ),
    ("sms_url", _("Text messages"), _("Messages to telephones: one-time codes arrive here.")),
    ("mail_url", _("E-mail"), _("Messages to mailboxes.")),
    ("acquirer_url", _("The card company"), _("Test cards, payments and their book.")),
    ("agent_url", _("A payment agent's till"), _("Type a payment number and take the cash.")),
)


@cache
def _people() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(settings.HUKUMATI.people_file.read_text("utf-8"))
    return found


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """List the addresses and the fictional people; outside the demonstration there is no such page."""
    config = settings.HUKUMATI
    if not config.demo:
        raise Http404
    people = _people()
    language = active_language()
    context = {
        "config": config,
        "prefix": "/en" if language == "en" else "",
        "outside": [_outside(config, place, language) for place in OUTSIDE if getattr(config, place[0])],
        "people": [_shown(person, language) for person in people["people"]],
        "staff": [_shown(member, language) for member in people["staff"]],
        "password": people["people"][0]["password"],
    }
    return render(request, "start/start.html", context)


def _outside(config: Any, place: tuple[str, Promise, Promise], language: str) -> dict[str, Any]:
    name, title, text = place
    return {"url": f"{getattr(config, name)}/?lang={language}", "name": title, "text": text}


def _shown(person: dict[str, Any], language: str) -> dict[str, Any]:
    name = person["name"][language]
    text = " ".join(name.values()) if isinstance(name, dict) else name
    return {**person, "name_text": text, "note_text": Bilingual(**person["note"]).of(language)}
