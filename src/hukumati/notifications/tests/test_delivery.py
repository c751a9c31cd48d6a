"""Messages from the door to the real simulators."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import structlog.testing
from django.db import connection, transaction

from hukumati.core.clock import now
from hukumati.notifications.api import Contact, Message, SentMessage, list_messages, send
from hukumati.notifications.channels.sms import kannel
from hukumati.notifications.domain.delivery import MOST_ATTEMPTS
from hukumati.notifications.models import Notification
from hukumati.notifications.tests.conftest import Outside
from hukumati.notifications.use_cases.deliver import claim, expire_overdue

pytestmark = pytest.mark.django_db

RunJobs = Callable[[], list[Exception]]
PHONE, EMAIL = "+970599000101", "layla@example.test"
LAYLA = Contact(phone=PHONE, email=EMAIL, language="ar")
BY_SMS = Contact(phone=PHONE, email=None, language="ar")
BY_EMAIL = Contact(phone=None, email=EMAIL, language="ar")
READY = Message(
    sms="شهادتك NCC-7K3M-92QD جاهزة", subject="شهادتك جاهزة", body="شهادتك جاهزة.\n\nhttp://portal.localhost:8000/cases"
)
ABOUT = "NCC-7K3M-92QD"


def enqueue(
    to: Contact = BY_SMS, message: Message = READY, *, secret: bool = False, minutes: int | None = None
) -> None:
    expires_at = now() + timedelta(minutes=minutes) if minutes is not None else None
    send(key="ready", to=to, message=message, about=ABOUT, secret=secret, expires_at=expires_at)


def only() -> SentMessage:
    [message] = list_messages(about=ABOUT)
    return message


def test_a_message_goes_once_by_each_channel(sms: Outside, mail: Outside, run_jobs: RunJobs) -> None:
    enqueue(LAYLA)
    enqueue(LAYLA)
    assert [message.state for message in list_messages(about=ABOUT)] == ["queued", "queued"]
    assert run_jobs() == []
    enqueue(LAYLA)
    assert run_jobs() == []
    assert [(m["to"], m["text"], m["from"]) for m in sms.received()] == [(PHONE, READY.sms, "Hukumati")]
    assert [m["to"] for m in mail.received()] == [[EMAIL]]
    assert [(m.channel, m.state) for m in list_messages(about=ABOUT)] == [("sms", "sent"), ("email", "sent")]


def test_a_message_of_a_change_that_was_undone_is_never_sent(sms: Outside, run_jobs: RunJobs) -> None:
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    run_jobs()
    assert sms.received() == []


def test_a_message_without_address_makes_nothing(run_jobs: RunJobs) -> None:
    enqueue(Contact(phone=None, email=None, language="ar"))
    assert list_messages(about=ABOUT) == ()


def test_an_e_mail_has_text_and_right_to_left_html_with_its_language(mail: Outside, run_jobs: RunJobs) -> None:
    enqueue(BY_EMAIL, Message(sms=None, subject="عنوان\nBcc: x@example.test", body="أهلًا <b>ليلى</b>"))
    run_jobs()
    [letter] = mail.received()
    assert letter["subject"] == "عنوان Bcc: x@example.test"
    assert letter["to"] == [EMAIL]
    assert letter["language"] == "ar"
    assert letter["text"].startswith("أهلًا <b>ليلى</b>\n")
    assert "لا نطلب منك أبدًا" in letter["text"]
    assert '<html lang="ar" dir="rtl">' in letter["html"]
    assert "&lt;b&gt;" in letter["html"]
    assert "<b>" not in letter["html"]
    assert "src=" not in letter["html"]


def test_an_e_mail_in_english_reads_left_to_right(mail: Outside, run_jobs: RunJobs) -> None:
    enqueue(Contact(phone=None, email=EMAIL, language="en"), Message(sms=None, subject="Ready", body="It is ready."))
    run_jobs()
    [letter] = mail.received()
    assert 'dir="ltr"' in letter["html"]
    assert "We never ask you" in letter["text"]


def test_a_gateway_that_is_down_is_tried_again_until_it_takes_the_message(sms: Outside, run_jobs: RunJobs) -> None:
    sms.order("down", times=2)
    enqueue()
    assert len(run_jobs()) == 1
    assert len(run_jobs()) == 1
    assert only().state == "queued"
    assert run_jobs() == []
    assert (only().state, len(sms.received())) == ("sent", 1)


def test_an_e_mail_does_not_wait_for_a_gateway_that_is_down_and_goes_once(
    sms: Outside, mail: Outside, run_jobs: RunJobs
) -> None:
    sms.order("down", times=1)
    enqueue(LAYLA)
    assert len(run_jobs()) == 1
    assert [(m.channel, m.state) for m in list_messages(about=ABOUT)] == [("sms", "queued"), ("email", "sent")]
    assert run_jobs() == []
    assert [m["to"] for m in sms.received()] == [PHONE]
    assert [m["to"] for m in mail.received()] == [[EMAIL]]


def test_a_gateway_that_never_answers_is_given_up_after_many_attempts(
    sms: Outside, configure: Callable[..., None], run_jobs: RunJobs
) -> None:
    configure(sms_url="http://127.0.0.1:1")
    enqueue()
    for _ in range(MOST_ATTEMPTS):
        run_jobs()
    assert only().state == "refused"
    assert run_jobs() == []


def test_a_refused_number_is_not_tried_again(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue(Contact(phone="+970599000991", email=None, language="ar"))
    assert run_jobs() == []
    assert (only().state, sms.received()) == ("refused", [])


def test_what_is_no_number_is_refused_without_asking_the_gateway(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue(Contact(phone="+970\r\nX-Kannel-To: 1", email=None, language="ar"))
    assert run_jobs() == []
    assert (only().state, sms.received()) == ("refused", [])


def test_a_lost_answer_is_repeated_once_with_the_same_key(sms: Outside, run_jobs: RunJobs) -> None:
    sms.order("accept_then_drop", times=1)
    enqueue()
    assert len(run_jobs()) == 1
    assert only().state == "unknown"
    assert run_jobs() == []
    assert only().state == "sent"
    first, second = sms.received()
    assert first["account"] == second["account"] != ""


def test_a_message_whose_answer_is_lost_twice_stays_unknown(sms: Outside, run_jobs: RunJobs) -> None:
    sms.order("accept_then_drop")
    enqueue()
    for _ in range(4):
        run_jobs()
    assert (only().state, len(sms.received())) == ("unknown", 2)


def test_a_code_whose_answer_is_lost_is_not_repeated(sms: Outside, run_jobs: RunJobs) -> None:
    sms.order("accept_then_drop")
    enqueue(message=Message(sms="482913"), secret=True)
    assert run_jobs() == []
    assert run_jobs() == []
    assert (only().state, len(sms.received())) == ("unknown", 1)


def test_a_slow_gateway_is_an_unknown_outcome(sms: Outside, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kannel._client(), "timeout", 0.2)
    sms.order("slow", delay_seconds=0.6, times=1)
    enqueue(message=Message(sms="482913"), secret=True)
    assert run_jobs() == []
    assert only().state == "unknown"
    assert sms.wait_for_message()["text"] == "482913"


def test_a_mailbox_that_is_busy_is_tried_again_and_one_that_is_unknown_is_not(mail: Outside, run_jobs: RunJobs) -> None:
    mail.order("refuse", times=1)
    enqueue(BY_EMAIL)
    assert len(run_jobs()) == 1
    assert run_jobs() == []
    assert (only().state, len(mail.received())) == ("sent", 1)
    send(key="other", to=Contact(phone=None, email="refused@example.test", language="ar"), message=READY, about="other")
    assert run_jobs() == []
    assert [message.state for message in list_messages(about="other")] == ["refused"]


def test_a_mail_server_that_is_down_is_tried_again(mail: Outside, run_jobs: RunJobs) -> None:
    mail.order("down", times=1)
    enqueue(BY_EMAIL)
    assert len(run_jobs()) == 1
    assert run_jobs() == []
    assert only().state == "sent"


def test_an_e_mail_whose_answer_is_lost_is_repeated_with_the_same_message_id(mail: Outside, run_jobs: RunJobs) -> None:
    mail.order("accept_then_drop", times=1)
    enqueue(BY_EMAIL)
    assert len(run_jobs()) == 1
    assert run_jobs() == []
    first, second = mail.received()
    assert first["message_id"] == second["message_id"] != ""


def test_what_is_no_address_is_refused(mail: Outside, run_jobs: RunJobs) -> None:
    enqueue(Contact(phone=None, email="no address\r\nRCPT TO:<x@example.test>", language="ar"))
    assert run_jobs() == []
    assert (only().state, mail.received()) == ("refused", [])


def test_an_expired_message_is_not_sent(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue(minutes=-1)
    assert run_jobs() == []
    assert (only().state, sms.received()) == ("expired", [])


def test_an_expired_message_is_erased_even_if_no_worker_ever_came() -> None:
    enqueue(message=Message(sms="482913"), secret=True)
    assert expire_overdue(at=now()) == 0
    assert expire_overdue(at=now() + timedelta(minutes=11)) == 1
    assert Notification.objects.get().encrypted is None


def test_a_code_rests_encrypted_is_erased_after_delivery_and_never_logged(sms: Outside, run_jobs: RunJobs) -> None:
    code = Message(sms="رمزك 482913")
    with structlog.testing.capture_logs() as logs:
        enqueue(message=code, secret=True)
        assert not found_in_database("482913")
        assert not found_in_database(PHONE)
        run_jobs()
    assert sms.received()[0]["text"] == code.sms
    assert (only().state, only().text) == ("sent", "")
    assert Notification.objects.get().encrypted is None
    assert len(logs) > 0
    assert "482913" not in str(logs)
    assert PHONE not in str(logs)


def test_what_a_worker_died_over_is_repeated_once(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue()
    notification = Notification.objects.get().id
    assert claim(notification=notification, at=now()) is not None
    assert run_jobs() == []
    assert (only().state, len(sms.received())) == ("sent", 1)


def test_a_code_that_a_worker_died_over_is_not_repeated(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue(message=Message(sms="482913"), secret=True)
    assert claim(notification=Notification.objects.get().id, at=now()) is not None
    assert run_jobs() == []
    assert (only().state, sms.received()) == ("unknown", [])


def test_a_job_done_twice_sends_once(sms: Outside, run_jobs: RunJobs) -> None:
    enqueue()
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo'")
    assert run_jobs() == []
    assert len(sms.received()) == 1


def found_in_database(text: str) -> bool:
    """Look for a text in every column of what the part and the queue keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text FROM notification n UNION ALL SELECT args::text FROM procrastinate_jobs")
        rows = [row[0] for row in cursor.fetchall()]
    return any(text in row or text.encode().hex() in row for row in rows)
