"""What a person is told who is asked to agree, where their own account says how they are reached; and the applicant.

Whether they have an account is nobody else's business: messages to them are not listed with the case.
"""

from datetime import datetime
from typing import Final

from django.utils import translation

from hukumati.cases.engine.loading import language_of
from hukumati.cases.engine.messages import send_notice
from hukumati.cases.models import Case, Request
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import in_plain_spaces, weekday_date
from hukumati.core.sites import site_url
from hukumati.identity import api as identity
from hukumati.notifications import api as notifications
from hukumati.service_language.api import Definition

LANGUAGES: Final = ("ar", "en")
"""Nobody has asked them yet in which language they are written to: they read both, Arabic first."""
ASKED: Final = Bilingual(
    ar="حكومتي: تُطلب موافقتك حتى {day}.",
    en="Your consent is asked for by {day}.",
)
REMINDED: Final = Bilingual(
    ar="حكومتي، تذكير: ما زالت موافقتك مطلوبة حتى {day}.",
    en="Reminder: your consent is asked for by {day}.",
)
GIVEN: Final = Bilingual(
    ar="حكومتي، الطلب {reference}: تمت موافقة {party}. {url}",
    en="Hukumati, application {reference}: {party} has agreed. {url}",
)


def notify_of_consent(case: Case, definition: Definition, row: Request, *, party: Bilingual) -> None:
    """Tell the applicant that the person has agreed; what else becomes of it is told by the state that follows."""
    send_notice(case, definition, GIVEN, key=f"consent:{row.id}:given", party=party.of(language_of(case)))


def notify_party(case: Case, definition: Definition, row: Request, *, key: str) -> None:
    """Tell the person named that their consent is asked for, in the caller's transaction; nobody without an account.

    `key` is "asked" or "due".
    """
    reached = identity.find_reachable(id_number=str(case.requests[row.name].get("party") or ""))
    if reached is None or row.due_at is None:
        return
    with translation.override(LANGUAGES[0]):
        url = site_url("portal", "consent", case.reference, row.id)
    said = "\n".join([*(_sentence(row.due_at, key=key, language=language) for language in LANGUAGES), url])
    service = " | ".join(definition.name.of(language) for language in LANGUAGES)
    notifications.send(
        key=f"case:{case.reference}:consent:{row.id}:{key}",
        to=notifications.Contact(phone=reached.phone or None, email=reached.email or None, language=LANGUAGES[0]),
        message=notifications.Message(sms=said, subject=service, body=f"{service}\n{said}"),
        about=f"consent:{row.id}",
    )


def _sentence(due_at: datetime, *, key: str, language: str) -> str:
    day = in_plain_spaces(weekday_date(due_at, language=language))
    return (ASKED if key == "asked" else REMINDED).of(language).format(day=day)
