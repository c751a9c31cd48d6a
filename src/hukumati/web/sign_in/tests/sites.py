"""A site with the sign-in pages and a few others, for tests: what is open, for persons, and for officers."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import include, path

from hukumati.web.sign_in.person import person_of, person_required, staff_required
from hukumati.web.sign_in.urls import pages


def open_page(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    return JsonResponse(person.as_json() if person else {"csrf": get_token(request)})


@person_required
def persons_page(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    assert person is not None
    return JsonResponse(person.as_json() | {"csrf": get_token(request)})


@staff_required("officer")
def officers_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for officers")


urlpatterns = i18n_patterns(
    path("", include(pages)),
    path("", open_page, name="home"),
    path("persons", persons_page, name="persons"),
    path("officers", officers_page, name="officers"),
    prefix_default_language=False,
)
