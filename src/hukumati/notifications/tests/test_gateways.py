"""What the gateways' answers mean, and how a text is coded, without a gateway."""

import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from hukumati.notifications.channels.email.smtp import _by_code, _hand_over
from hukumati.notifications.channels.sms.kannel import _headers, _outcome
from hukumati.notifications.channels.sms.parts import is_gsm
from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.ports import OutgoingMessage


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        (Outcome.DONE, (200, 202)),
        (Outcome.LATER, (401, 403, 429, 503)),
        (Outcome.REFUSED, (400, 404, 499)),
        (Outcome.UNKNOWN, (201, 302, 399, 500, 502)),
    ],
)
def test_a_status_of_the_sms_gateway_is_an_outcome(outcome: Outcome, statuses: tuple[int, ...]) -> None:
    assert {_outcome(status) for status in statuses} == {outcome}


def test_a_mail_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() -> None:
    assert [_by_code(code) for code in (400, 421, 499)] == [Outcome.LATER] * 3
    assert [_by_code(code) for code in (399, 500, 550)] == [Outcome.REFUSED] * 3


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.test": (550, b""), "b@example.test": (450, b"")}), Outcome.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@example.test": (450, b"")}), Outcome.LATER),
        (smtplib.SMTPSenderRefused(550, b"", "a@example.test"), Outcome.REFUSED),
        (smtplib.SMTPDataError(451, b""), Outcome.LATER),
        (smtplib.SMTPServerDisconnected(), Outcome.UNKNOWN),
        (TimeoutError(), Outcome.UNKNOWN),
        (ValueError("not an address"), Outcome.REFUSED),
    ],
)
def test_what_a_mail_server_says_while_it_is_given_a_message_is_an_outcome(
    monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: Outcome
) -> None:
    def refuse(message: EmailMultiAlternatives) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    assert _hand_over(EmailMultiAlternatives("s", "t"), EmailBackend()) is outcome


def test_only_texts_of_gsms_alphabet_are_sent_in_seven_bits(settings: Settings) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"sms_username": "u", "sms_password": SecretStr("p")})
    coded = {
        text: _headers(OutgoingMessage(idempotency_key="k", address="+9705", text=text, subject="", language="ar"))
        for text in ("Ready: {10€}", "شهادة", "Ready شهادة")
    }
    assert [headers["X-Kannel-Coding"] for headers in coded.values()] == ["0", "2", "2"]
    headers = coded["شهادة"]
    assert (headers["X-Kannel-Username"], headers["X-Kannel-Password"]) == ("u", "p")
    assert (headers["X-Kannel-To"], headers["X-Kannel-Account"]) == ("+9705", "k")


@pytest.mark.parametrize(("text", "fits"), [("", True), ("a", True), ("€", True), ("ب", False), ("aب", False)])
def test_a_text_fits_gsms_alphabet_or_not(text: str, fits: bool) -> None:
    assert is_gsm(text) is fits
