"""Everybody and everything of the demonstration on one page."""

from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import active_language


@cache
def _people() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(settings.HUKUMATI.people_file.read_text("utf-8"))
    return found


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """This will list the addresses and the fictional people; outside the demonstration there is no such page."""
    config = settings.HUKUMATI
    if not config.demo:
        raise Http404
    people = _people()
    language = active_language()
    context = {
        "config": config,
        "prefix": "/en" if language == "en" else "",
        "people": [_shown(person, language) for person in people["people"]],
        "staff": [_shown(member, language) for member in people["staff"]],
        "password": people["people"][0]["password"],
    }
    return render(request, "start/start.html", context)


def _shown(person: dict[str, Any], language: str) -> dict[str, Any]:
    name = person["name"][language]
    text = " ".join(name.values()) if isinstance(name, dict) else name
    return {**person, "name_text": text, "note_text": Bilingual(**person["note"]).of(language)}
