"""What a session holds of a person rests encrypted, and is removed when it is over."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from hukumati.web.jobs import purge_sessions
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
