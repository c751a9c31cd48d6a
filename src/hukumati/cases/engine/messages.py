"""Messages to the citizen, in the language of the application."""

from datetime import datetime, timedelta

from django.utils import translation

from hukumati.cases.domain.handover import BEFORE_THE_HOLDER_ACTS, OVER_FOR_THE_HOLDER, collect_code
from hukumati.cases.engine.loading import language_of, secret
from hukumati.cases.engine.outcomes import fee_after, object_until
from hukumati.cases.engine.sentences import written_answers
from hukumati.cases.models import Case, Handover
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import COMMA, in_plain_spaces, long_date
from hukumati.core.sites import site_url
from hukumati.notifications import api as notifications
from hukumati.service_language.api import Definition, MessageSpec, placeholders_in

CODE_IS_NEWS_FOR = timedelta(days=14)


def send_message(
    case: Case, definition: Definition, spec: MessageSpec, *, key: str, handover: Handover | None, now: datetime
) -> None:
    """Send one message of the service, once per key, in the caller's transaction."""
    language, code = language_of(case), code_of(handover)
    filled = spec.fill(language=language, values=message_values(case, definition, handover, language))
    with_code = code is not None and "collect_code" in placeholders(spec)
    notifications.send(
        key=key,
        to=contact_of(case, definition),
        message=notifications.Message(sms=filled.sms, subject=filled.subject, body=filled.body),
        about=f"case:{case.reference}",
        secret=with_code,
        expires_at=now + CODE_IS_NEWS_FOR if with_code else None,
    )


def message_values(
    case: Case, definition: Definition, handover: Handover | None, language: str
) -> dict[str, str | None]:
    """Return what stands for the placeholders of the service's messages; None where there is nothing to say."""
    return {
        **written_answers(case, definition, language),
        "reference": case.reference,
        "name": case.applicant["name"][language],
        "service": definition.name.of(language),
        "collect_code": code_of(handover),
        "place": _place(handover, definition, language),
        "home": _home(handover, language),
        "url": case_url(case.reference, language),
        "reason": case.reason,
        **_outcome(case, definition, language),
    }


def _outcome(case: Case, definition: Definition, language: str) -> dict[str, str | None]:
    """Return what is told of an end, by placeholder; None while there is none."""
    fee, until = fee_after(case, definition), object_until(case, definition)
    return {
        "fee_after": fee.of(language) if fee is not None else None,
        "object_until": in_plain_spaces(long_date(until, language=language)) if until is not None else None,
    }


def _place(handover: Handover | None, definition: Definition, language: str) -> str | None:
    """Return where somebody comes to collect; nobody does what is brought home."""
    if handover is None or handover.address is not None:
        return None
    place = definition.place(handover.method, handover.place)
    return place.label.of(language) if place else None


def _home(handover: Handover | None, language: str) -> str | None:
    if handover is None or handover.address is None:
        return None
    return f"{COMMA[language]} ".join(part for name in ("street", "locality") if (part := handover.address.get(name)))


def contact_of(case: Case, definition: Definition) -> notifications.Contact:
    """Return where the citizen is reached: as answered in the form, otherwise as in the account."""
    answers = {
        question.source: case.answers.get(question.id) for question in definition.form.questions() if question.source
    }
    return notifications.Contact(
        phone=answers.get("account.phone") or case.applicant.get("phone"),
        email=answers.get("account.email") or case.applicant.get("email"),
        language=language_of(case),
    )


def send_notice(case: Case, definition: Definition, text: Bilingual, *, key: str, **values: str) -> None:
    """Send a text of the platform's own ({reference}, {url}, `values`), once per key, in the caller's transaction."""
    language = language_of(case)
    filled = text.of(language).format(reference=case.reference, url=case_url(case.reference, language), **values)
    notifications.send(
        key=f"case:{case.reference}:{key}",
        to=contact_of(case, definition),
        message=notifications.Message(sms=filled, subject=definition.name.of(language), body=filled),
        about=f"case:{case.reference}",
    )


def case_url(reference: str, language: str) -> str:
    """Return the address of the case's page on the portal."""
    with translation.override(language):
        return site_url("portal", "case", reference)


def code_of(handover: Handover | None) -> str | None:
    """Return the collect code while the holder can use it: the item lies at its desk, or the courier has it."""
    if (
        handover is None
        or handover.method == "download"
        or handover.state in OVER_FOR_THE_HOLDER | BEFORE_THE_HOLDER_ACTS
    ):
        return None
    return collect_code(secret=secret(), handover_id=str(handover.id))


def waits_for_the_desk(spec: MessageSpec, handover: Handover | None) -> bool:
    """Return whether a message with a collect code must wait until the paper lies at its desk."""
    return handover is not None and handover.state in BEFORE_THE_HOLDER_ACTS and "collect_code" in placeholders(spec)


def tells_of_handover(spec: MessageSpec) -> bool:
    """Return whether a message needs the hand-over: a collect code, a place or an address stands in its texts."""
    return not placeholders(spec).isdisjoint({"collect_code", "place", "home"})


def placeholders(spec: MessageSpec) -> frozenset[str]:
    """Name the placeholders in a message's texts."""
    texts = (text.ar for text in (spec.sms, spec.subject, spec.body) if text)
    return frozenset(name for text in texts for name in placeholders_in(text))
