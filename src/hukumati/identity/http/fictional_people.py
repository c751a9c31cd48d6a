"""The page for developers that lists as whom they sign in to a site that is being tried out."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hukumati.core.bilingual import active_language
from hukumati.identity import wiring
from hukumati.identity.domain.fictional_people import full_name


@require_safe
def fictional_people(request: HttpRequest) -> HttpResponse:
    """List the fictional people who have an account; where people are real, there is no such page."""
    config, language = settings.HUKUMATI, active_language()
    if not config.is_fictional_world:
        raise Http404
    listed = [each for each in wiring.fictional_people()["people"] if each["account"]]
    context = {
        "password": listed[0]["password"],
        "sms_url": config.sms_url,
        "mail_url": config.mail_url,
        "people": [
            {
                "name": full_name(each["name"][language]),
                "id_number": each["id_number"],
                "phone": each["phone"],
                "note": each.get("note", {}).get(language, ""),
            }
            for each in listed
        ],
    }
    return render(request, "identity/fictional_people.html", context)
