"""One application at a time for the same vehicle, child or parcel: `once.per` of a service."""

from datetime import datetime

from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.errors import NotEligible
from hukumati.cases.models import Case
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import FormSession

UNDER_WAY = Bilingual(
    ar="لديك طلب قيد النظر للأمر نفسه: {reference}. لا حاجة إلى طلب ثانٍ، فتابع الأول من صفحة طلباتك.",
    en="You already have an application under way for the same thing: {reference}. You do not need another; "
    "follow the first on your applications page.",
)


def require_no_other_about(case: Case, session: FormSession, now: datetime) -> None:
    """Raise NotEligible where another application of the person that is under way is for the same thing.

    One person has one draft of a service at a time, so that two are never submitted at once.
    """
    about = session.about()
    if about is None:
        return
    others = Case.objects.filter(
        service_code=case.service_code, applicant_sub=case.applicant_sub, closed_at=None, submitted_at__isnull=False
    ).exclude(id=case.id)
    for other in others:
        if session_of(other, definition_of(other), now).about() == about:
            raise NotEligible(_named(other.reference))


def _named(reference: str) -> Bilingual:
    return Bilingual(ar=UNDER_WAY.ar.format(reference=reference), en=UNDER_WAY.en.format(reference=reference))
