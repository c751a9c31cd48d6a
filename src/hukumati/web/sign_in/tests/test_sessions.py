"""What a session holds of a person rests encrypted, and is removed when it is over."""

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from hukumati.web.jobs import purge_sessions
from hukumati.web.sign_in.middleware import BrowserSessionMiddleware
from hukumati.web.sign_in.sessions import SessionStore

pytestmark = pytest.mark.django_db
PERSON = {"name": "ليلى يوسف", "id_number": "400000006", "phone": "+970599123456"}


def stored() -> SessionStore:
    store = SessionStore()
    store["sign_in.person"] = PERSON
    store.save()
    return store


def test_a_row_tells_nothing_of_the_person() -> None:
    store = stored()
    row = Session.objects.get(session_key=store.session_key)
    assert SessionStore(session_key=store.session_key)["sign_in.person"] == PERSON
    rested = b64decode(row.session_data, altchars=b"-_")
    assert not [word for word in PERSON.values() if word.encode() in rested or word in row.session_data]


def test_a_row_that_was_changed_or_copied_from_elsewhere_is_no_session() -> None:
    store = stored()
    row = Session.objects.get(session_key=store.session_key)
    Session.objects.update(session_data=row.session_data[:-6] + "AAAA==")
    assert SessionStore(session_key=store.session_key).get("sign_in.person") is None
    Session.objects.update(session_data="no session")
    assert SessionStore(session_key=store.session_key).get("sign_in.person") is None


def test_sessions_that_are_over_are_removed() -> None:
    over, running = stored(), stored()
    Session.objects.filter(session_key=over.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    purge_sessions(0)
    assert list(Session.objects.values_list("session_key", flat=True)) == [running.session_key]


@pytest.mark.parametrize(("method", "status"), [("GET", 302), ("POST", 200)])
def test_a_session_that_another_tab_ended_meanwhile_is_no_error(method: str, status: int) -> None:
    session = SessionStore()
    session["a"] = "b"
    session.create()

    def view(request: HttpRequest) -> HttpResponse:
        request.session["a"] = "c"
        SessionStore().delete(session.session_key)
        return HttpResponse("done")

    request = RequestFactory().generic(method, "/applications/?a=1")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    answer: Any = BrowserSessionMiddleware(view)(request)
    assert (answer.status_code, answer.headers.get("Location", "/applications/?a=1")) == (status, "/applications/?a=1")
