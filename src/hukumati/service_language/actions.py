"""The actions of a case that the platform knows: one table of who takes them and how they are called.

A service may declare others for the officials who work in a state; it names them with its own texts (`action_NAME`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual

CITIZEN = frozenset({"citizen"})
"""The applicant, on their own case."""
SYSTEM = frozenset({"system"})
"""The platform itself."""
DESK = frozenset({"desk"})
"""Clerks at the desk where a paper is handed over."""
WORKER = frozenset({"worker"})
"""Officials who work in the case's state."""
SUPERVISOR = frozenset({"supervisor"})
"""Supervisors of the ministry whose case it is, or whose officials work on it."""
ASKED = frozenset({"asked"})
"""Officials to whom a side request of the case was put."""
PARTY = frozenset({"party"})
"""A person named in the application, other than its applicant, who is asked to agree."""


@dataclass(frozen=True, slots=True)
class CaseAction:
    """An action: who may take it, and its line in the case's history.

    `button` is what it is called where officials choose it, and `done` what they read afterwards; None where the
    platform has no words for it.
    """

    name: str
    by: frozenset[str]
    history: Bilingual
    button: Bilingual | None = None
    done: Bilingual | None = None


_ACTIONS = (
    CaseAction("open", SYSTEM, Bilingual(ar="بدأ الطلب", en="The application was started")),
    CaseAction("prefill", SYSTEM, Bilingual(ar="قُرئت البيانات من السجلات", en="Data was retrieved from the registers")),
    CaseAction("save", CITIZEN, Bilingual(ar="حفظ مقدّم الطلب إجاباته", en="The applicant saved a page")),
    CaseAction("submit", CITIZEN | SYSTEM, Bilingual(ar="قُدّم الطلب", en="The application was submitted")),
    CaseAction(
        "queue",
        CITIZEN,
        Bilingual(
            ar="قُدّم الطلب، وهو بانتظار سجل لا يجيب",
            en="The application was submitted and is waiting for a register that is not responding",
        ),
    ),
    CaseAction("fetched", SYSTEM, Bilingual(ar="أجاب السجل الذي كان الطلب ينتظره", en="The register responded")),
    CaseAction(
        "not_accepted",
        SYSTEM,
        Bilingual(
            ar="لم يمكن قبول الطلب",
            en="The application could not be accepted",
        ),
    ),
    CaseAction("paid", SYSTEM, Bilingual(ar="دُفع الرسم", en="The fee was paid")),
    CaseAction(
        "paid_late",
        SYSTEM,
        Bilingual(ar="دُفع الرسم بعد انتهاء الطلب", en="The fee was paid after the application had ended"),
    ),
    CaseAction("answered", SYSTEM, Bilingual(ar="أجاب السجل", en="The register answered")),
    CaseAction(
        "told",
        SYSTEM,
        Bilingual(ar="سُجّل القرار في السجل المختص", en="The decision was recorded in the register concerned"),
    ),
    CaseAction(
        "failed", SYSTEM, Bilingual(ar="لم تنجح خطوة رغم محاولات كثيرة", en="A step failed after several attempts")
    ),
    CaseAction(
        "approve",
        WORKER,
        Bilingual(ar="وافق الموظف", en="An officer approved the application"),
        button=Bilingual(ar="الموافقة", en="Approve"),
        done=Bilingual(ar="تمت الموافقة، ويُبلَّغ مقدّم الطلب.", en="Approved. The applicant will be told."),
    ),
    CaseAction(
        "reject",
        WORKER,
        Bilingual(ar="رفض الموظف الطلب", en="An officer refused the application"),
        button=Bilingual(ar="الرفض", en="Refuse"),
        done=Bilingual(ar="رُفض الطلب، ويُبلَّغ مقدّمه بالسبب.", en="Refused. The applicant will be told the reason."),
    ),
    CaseAction(
        "ask_citizen",
        WORKER,
        Bilingual(ar="سأل الموظف مقدّم الطلب", en="An officer asked the applicant a question"),
        button=Bilingual(ar="سؤال مقدّم الطلب", en="Ask the applicant"),
        done=Bilingual(
            ar="أُرسل السؤال. تعود المعاملة حين يجيب مقدّم الطلب.",
            en="The question was sent. The case comes back when the applicant answers.",
        ),
    ),
    CaseAction("answer", CITIZEN, Bilingual(ar="أجاب مقدّم الطلب", en="The applicant answered")),
    CaseAction(
        "produced",
        WORKER,
        Bilingual(ar="أُنتجت البطاقة أو الورقة", en="The card or document was produced"),
        button=Bilingual(ar="تم الإنتاج", en="Mark as produced"),
    ),
    CaseAction(
        "confirm",
        WORKER,
        Bilingual(ar="أكّد موظف", en="An official confirmed"),
        button=Bilingual(ar="تأكيد", en="Confirm"),
    ),
    CaseAction(
        "object",
        WORKER,
        Bilingual(ar="اعترض مقدّم الطلب على القرار", en="The applicant objected to the decision"),
        button=Bilingual(ar="النظر في اعتراض", en="Accept the objection for review"),
    ),
    CaseAction(
        "correct",
        WORKER,
        Bilingual(ar="بدأ التصحيح", en="A correction was started"),
        button=Bilingual(ar="البدء بتصحيح", en="Start a correction"),
    ),
    CaseAction(
        "reopen",
        WORKER,
        Bilingual(ar="أُعيد فتح الطلب", en="The application was reopened"),
        button=Bilingual(ar="إعادة فتح", en="Reopen"),
    ),
    CaseAction(
        "propose",
        WORKER,
        Bilingual(
            ar="اقترح موظف قرارًا ليؤكده موظف ثانٍ", en="An officer proposed a decision for a second officer to confirm"
        ),
    ),
    CaseAction(
        "send_back", WORKER, Bilingual(ar="لم يؤكد الموظف الثاني القرار", en="A second officer sent the decision back")
    ),
    CaseAction(
        "assign",
        SUPERVISOR,
        Bilingual(ar="كلّف المشرف موظفًا بالمعاملة", en="A supervisor assigned the case to an official"),
    ),
    CaseAction("take_over", SUPERVISOR, Bilingual(ar="تولّى المشرف المعاملة", en="A supervisor took the case over")),
    CaseAction("issued", SYSTEM, Bilingual(ar="صدرت الوثيقة", en="The document was issued")),
    CaseAction("request_opened", WORKER, Bilingual(ar="طُلب أمر", en="A request was made")),
    CaseAction(
        "request_answered", CITIZEN | SYSTEM | ASKED, Bilingual(ar="أُجيب عن أمر مطلوب", en="A request was answered")
    ),
    CaseAction(
        "request_refused",
        CITIZEN | ASKED,
        Bilingual(ar="تعذّر الجواب عن أمر مطلوب", en="A request could not be answered"),
    ),
    CaseAction(
        "request_missed",
        SYSTEM | ASKED,
        Bilingual(ar="لم يُجب عن أمر مطلوب في وقته", en="A request was not answered in time"),
    ),
    CaseAction("party_agreed", PARTY, Bilingual(ar="وافق الشخص المعني", en="The person asked to agree has agreed")),
    CaseAction(
        "party_declined", PARTY, Bilingual(ar="لم يوافق الشخص المعني", en="The person asked to agree has declined")
    ),
    CaseAction("requests_closed", SYSTEM, Bilingual(ar="لم يبقَ أمر مطلوب", en="All requests were closed")),
    CaseAction("appointment_booked", CITIZEN, Bilingual(ar="اختير موعد", en="An appointment was booked")),
    CaseAction("appointment_moved", CITIZEN, Bilingual(ar="نُقل الموعد", en="The appointment was moved")),
    CaseAction(
        "appointment_cancelled", CITIZEN | SYSTEM, Bilingual(ar="أُلغي الموعد", en="The appointment was cancelled")
    ),
    CaseAction(
        "escalated",
        SYSTEM,
        Bilingual(ar="انتهت المدة الموعودة: أُبلغ المشرفون", en="The time limit expired: supervisors were notified"),
    ),
    CaseAction(
        "tacitly_accepted",
        SYSTEM,
        Bilingual(
            ar="انتهت المدة الموعودة: السكوت قبول بحكم القانون",
            en="The time limit expired: the application is accepted by law",
        ),
    ),
    CaseAction(
        "tacitly_rejected",
        SYSTEM,
        Bilingual(
            ar="انتهت المدة الموعودة: السكوت رفض بحكم القانون",
            en="The time limit expired: the application is refused by law",
        ),
    ),
    CaseAction(
        "checked",
        SYSTEM,
        Bilingual(ar="أكّد السجل ما صرّح به مقدّم الطلب", en="A register confirmed the applicant's declaration"),
    ),
    CaseAction(
        "migrated",
        SYSTEM,
        Bilingual(
            ar="نُقل الطلب إلى إصدار جديد من الخدمة", en="The application was moved to a new version of the service"
        ),
    ),
    CaseAction("received", DESK, Bilingual(ar="وصلت الوثيقة إلى الشباك", en="The document arrived at the office")),
    CaseAction("handed_over", SYSTEM | DESK, Bilingual(ar="سُلّمت الوثيقة", en="The document was handed over")),
    CaseAction(
        "returned",
        SYSTEM | DESK,
        Bilingual(ar="لم تُستلم الوثيقة وتُعاد إلى مصدرها", en="The document was not handed over and goes back"),
    ),
    CaseAction("withdraw", CITIZEN, Bilingual(ar="سحب مقدّم الطلب طلبه", en="The applicant withdrew the application")),
    CaseAction("timed_out", SYSTEM, Bilingual(ar="انقضت المهلة", en="The time limit expired")),
    CaseAction("discard", CITIZEN, Bilingual(ar="حُذفت المسودة", en="The draft was deleted")),
    CaseAction("expired", SYSTEM, Bilingual(ar="انتهت مدة المسودة", en="The draft expired")),
    CaseAction("bagged", DESK, Bilingual(ar="وُضعت في كيس البريد", en="The document was put in the mail bag")),
    CaseAction("dispatched", DESK, Bilingual(ar="خرج بها الساعي", en="The document is out for delivery")),
    CaseAction("attempted", DESK, Bilingual(ar="لم يكن أحد في المنزل", en="Nobody was at home")),
    CaseAction(
        "refunded", SYSTEM, Bilingual(ar="ما دُفع صار مستحقًا لمقدم الطلب", en="A refund is due to the applicant")
    ),
    CaseAction(
        "started",
        SYSTEM,
        Bilingual(ar="بدأت خدمة أخرى لمقدم الطلب", en="Another service was started for the applicant"),
    ),
)
CASE_ACTIONS: Mapping[str, CaseAction] = {action.name: action for action in _ACTIONS}
LABELLED_ACTIONS = frozenset(action.name for action in _ACTIONS if action.button is not None)
"""Actions of officials that the platform itself has words for; others need the text `action_NAME`."""

FLOW_ACTIONS = frozenset(
    (
        "submit",
        "answer",
        "withdraw",
        "paid",
        "answered",
        "told",
        "issued",
        "handed_over",
        "requests_closed",
        "received",
        "returned",
    )
)
"""Actions of citizens, desks and the platform that a flow may say where they lead."""
RESERVED_ACTIONS = frozenset(CASE_ACTIONS) - FLOW_ACTIONS - LABELLED_ACTIONS | {"late"}
"""Names that the platform uses for what no flow declares: in a flow nobody would be offered them."""


def performers_of(action: str) -> frozenset[str]:
    """Return who takes an action; one that only a service knows belongs to those who work in the state."""
    known = CASE_ACTIONS.get(action)
    return WORKER if known is None else known.by


def is_official_action(action: str) -> bool:
    """Return whether a service may declare the action for its officials: it is offered to them as a choice."""
    return action not in CASE_ACTIONS or action in LABELLED_ACTIONS
