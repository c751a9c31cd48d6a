"""A way to carry messages is one folder and one registration: it carries them; an unknown one is refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog.testing

from hukumati.core.clock import now
from hukumati.notifications.api import Contact, Message, UnknownChannel, list_messages, send
from hukumati.notifications.channels.email.channel import EmailChannel
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.channels.sms.channel import SmsChannel
from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.domain.message import Content
from hukumati.notifications.models import Notification
from hukumati.notifications.tests.conftest import Outside
from hukumati.notifications.tests.sample_channel import PushChannel, SampleGateway, registered
from hukumati.notifications.use_cases.deliver import claim

RunJobs = Callable[[], list[Exception]]
PART = Path(__file__).parents[1]
PHONE, EMAIL = "+970599000101", "layla@example.test"
LAYLA = Contact(phone=PHONE, email=None, language="ar")
READY = Message(sms=None, subject="جاهزة", body="شهادتك جاهزة.")
needs_database = pytest.mark.django_db


@pytest.fixture
def push() -> Iterator[PushChannel]:
    """Return the sample channel, registered."""
    with registered() as channel:
        yield channel


@needs_database
def test_a_registered_channel_carries_the_messages_it_can_compose(push: PushChannel, run_jobs: RunJobs) -> None:
    send(key="1", to=LAYLA, message=READY, about="a")
    assert run_jobs() == []
    (carried,) = push.gateway.received
    assert (carried.address, carried.text, carried.subject, carried.language) == (PHONE, "جاهزة", "", "ar")
    (listed,) = list_messages(about="a")
    assert (listed.channel, listed.channel_label.en, listed.state) == ("push", "Notice in the app", "sent")
    assert push.inspected == [(Notification.objects.get().id, "جاهزة")]


@needs_database
def test_a_message_goes_by_every_channel_that_can_carry_it(
    push: PushChannel, sms: Outside, mail: Outside, run_jobs: RunJobs
) -> None:
    contact = Contact(phone=PHONE, email=EMAIL, language="en")
    send(key="1", to=contact, message=Message(sms="Ready", subject="Ready", body="It is ready."), about="a")
    assert run_jobs() == []
    assert [message["text"] for message in sms.received()] == ["Ready"]
    assert [message["to"] for message in mail.received()] == [[EMAIL]]
    assert [message.text for message in push.gateway.received] == ["Ready"]


@needs_database
@pytest.mark.parametrize(("repeats", "attempts"), [(True, 2), (False, 1)])
def test_a_channel_says_whether_a_secret_of_unknown_outcome_is_repeated(
    push: PushChannel, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, repeats: bool, attempts: int
) -> None:
    monkeypatch.setattr(PushChannel, "repeats_secrets", repeats)
    push.gateway.outcome = Outcome.UNKNOWN
    send(key="1", to=LAYLA, message=READY, about="a", secret=True)
    for _ in range(3):
        run_jobs()
    assert len(push.gateway.received) == attempts
    assert [message.state for message in list_messages(about="a")] == ["unknown"]


@needs_database
def test_a_repetition_is_recognised_by_its_key_and_another_message_is_not(push: PushChannel, run_jobs: RunJobs) -> None:
    push.gateway.outcome = Outcome.UNKNOWN
    send(key="1", to=LAYLA, message=READY)
    run_jobs()
    run_jobs()
    send(key="2", to=LAYLA, message=READY)
    run_jobs()
    first, second, other = [message.idempotency_key for message in push.gateway.received]
    assert first == second != other
    assert len(first) == 32


@needs_database
def test_a_message_of_an_unknown_channel_goes_by_no_other(sms: Outside, mail: Outside, run_jobs: RunJobs) -> None:
    with registered():
        send(key="1", to=LAYLA, message=READY, about="a")
    assert [type(error) for error in run_jobs()] == [UnknownChannel]
    assert (sms.received(), mail.received()) == ([], [])
    row = Notification.objects.get()
    assert (row.state, row.attempts) == ("queued", 0)
    with pytest.raises(UnknownChannel, match="There is no notification channel 'push'"):
        claim(notification=row.id, at=now())
    with pytest.raises(UnknownChannel, match="push"):
        list_messages(about="a")


SMS, MAIL = SmsChannel(gateway=SampleGateway()), EmailChannel(gateway=SampleGateway())
WHOLE = Message(sms="short", subject="subject", body="body")


@pytest.mark.parametrize(
    ("phone", "message", "content"),
    [
        (PHONE, WHOLE, Content(address=PHONE, text="short")),
        (PHONE, Message(sms="short"), Content(address=PHONE, text="short")),
        (None, WHOLE, None),
        ("", WHOLE, None),
        (PHONE, Message(sms=None, subject="subject", body="body"), None),
        (PHONE, Message(sms=""), None),
    ],
)
def test_a_text_message_needs_a_telephone_and_a_short_text(
    phone: str | None, message: Message, content: Content | None
) -> None:
    assert SMS.compose(contact=Contact(phone=phone, email=EMAIL, language="ar"), message=message) == content


@pytest.mark.parametrize(
    ("email", "message", "content"),
    [
        (EMAIL, WHOLE, Content(address=EMAIL, text="body", subject="subject")),
        (None, WHOLE, None),
        (EMAIL, Message(sms="short"), None),
        (EMAIL, Message(sms="short", subject="subject"), None),
        (EMAIL, Message(sms="short", body="body"), None),
    ],
)
def test_an_e_mail_needs_an_address_a_subject_and_a_body(
    email: str | None, message: Message, content: Content | None
) -> None:
    assert MAIL.compose(contact=Contact(phone=PHONE, email=email, language="ar"), message=message) == content


@needs_database
@pytest.mark.parametrize(("letters", "warned"), [(67 * 3, []), (67 * 3 + 1, [4])])
def test_a_text_message_of_more_than_three_parts_is_logged_without_its_text(letters: int, warned: list[int]) -> None:
    with structlog.testing.capture_logs() as logs:
        send(key="1", to=LAYLA, message=Message(sms="ب" * letters))
    assert [entry["parts"] for entry in logs if entry["event"] == "notifications.sms_too_long"] == warned
    assert "بب" not in str(logs)


def test_only_a_channels_folder_the_wiring_and_the_door_know_it() -> None:
    names = re.compile(r"""["'](?:sms|email)["']|channels\.(?:sms|email)\b""")
    knowing = {
        str(path.relative_to(PART))
        for path in PART.rglob("*.py")
        if names.search(path.read_text("utf-8")) and not {"tests", "sms", "email"} & set(path.parts)
    }
    assert knowing == {"wiring.py", "api.py"}  # the door lends the counting of an SMS's parts


def test_the_real_channels_are_registered_once() -> None:
    assert [channel.key for channel in CHANNELS.all()] == ["sms", "email"]
