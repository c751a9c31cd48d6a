"""Officials at the workplace by Django's client, signed in as the provider would have left them."""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.identity.api import NewAccount, Staff, create_account
from hukumati.studio import api as studio
from hukumati.web.sign_in.person import Person
from hukumati.web.sign_in.sessions import SessionStore

FOLDER: Final = "moj/non-conviction-certificate"
FEES: Final = "rules/fee.csv"
NEW_SESSION: Final = """
INSERT INTO identity_login_session (id, account_id, cookie_digest, acr, amr, auth_time, seen_at)
SELECT %s, id, %s, 'x', '{}', now(), now() FROM identity_account account
WHERE NOT EXISTS (SELECT FROM identity_login_session earlier WHERE earlier.account_id = account.id)
"""


class Worker:
    """One person's browser at the workplace."""

    def __init__(self, number: str, provider: str, *roles: str) -> None:
        self.number, self.provider = number, provider
        self.client = Client(
            HTTP_HOST=urlsplit(settings.HUKUMATI.workplace_url).netloc,
            HTTP_ACCEPT="text/html",
            enforce_csrf_checks=False,
        )
        self.sign_in(Staff(number, provider, "", frozenset(roles)))

    def sign_in(self, staff: Staff) -> None:
        """Open the account and its session, and put the person into this browser."""
        name, sid = Bilingual(ar="موظف", en="Official"), uuid4()
        create_account(account=NewAccount(self.number, None, "zaytoun-2026", name, "+970599000999", "", None, staff))
        with connection.cursor() as cursor:
            cursor.execute(NEW_SESSION, [sid, uuid4().bytes * 2])
        person = Person(str(uuid4()), None, name, "", "", "", now(), staff)
        session = SessionStore()
        kept = {"person": person.as_json(), "sid": str(sid), "id_token": "", "seen_at": now().isoformat()}
        session["sign_in.person"] = kept
        session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""

    @property
    def analyst(self) -> studio.Analyst:
        """The analyst as the catalogue knows her."""
        return studio.Analyst(self.number, self.provider)

    def get(self, path: str, *, english: bool = True) -> HttpResponse:
        """Open a path, in English unless said otherwise."""
        answer: Any = self.client.get(f"/en{path}" if english else path)
        return answer  # type: ignore[no-any-return]

    def read(self, path: str, *, english: bool = True) -> str:
        """Open a path and give its words."""
        return words(self.get(path, english=english))

    def post(self, path: str, *, follow: bool = True, **data: Any) -> HttpResponse:
        """Send a form and follow where it leads."""
        return self.send(path, data, follow=follow)

    def send(self, path: str, data: dict[str, Any], *, follow: bool = True) -> HttpResponse:
        """Send a form whose fields may have any name."""
        answer: Any = self.client.post(f"/en{path}", data, follow=follow)
        return answer  # type: ignore[no-any-return]


def words(answer: HttpResponse) -> str:
    """Return the words of a page without its tags."""
    text = re.sub(r"<(script|style|title).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


@pytest.fixture
def published(db: None) -> None:
    """Publish one service of the Ministry of Justice."""
    call_command("service_publish", str(settings.HUKUMATI.services_dir / FOLDER), verbosity=0)


@pytest.fixture
def worker(published: None) -> Callable[..., Worker]:
    """Return officials who are signed in."""
    return Worker


@pytest.fixture
def rania(worker: Callable[..., Worker]) -> Worker:
    """Return an analyst of the ministry."""
    return worker("ANA-0101", "moj", "analyst")


@pytest.fixture
def tareq(worker: Callable[..., Worker]) -> Worker:
    """Return her colleague."""
    return worker("ANA-0102", "moj", "analyst")


@pytest.fixture
def draft(rania: Worker) -> str:
    """Return the path of Rania's fresh draft."""
    answer = rania.post("/studio/services/MOJ-NCC/draft/", follow=False)
    return str(answer["Location"]).removeprefix("/en")
