"""What the gateways' answers mean, and how a text is coded, without a gateway."""

import smtplib
import socket
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from hukumati.notifications.channels.email.smtp import SmtpGateway, _by_code, _hand_over
from hukumati.notifications.channels.sms.kannel import KannelGateway, _headers, _outcome
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


@pytest.fixture
def nobody_listens(settings: Settings) -> Iterator[None]:
    """Gateways at a port that is taken, and at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        away = {"smtp_host": "127.0.0.1", "smtp_port": port, "sms_url": f"http://127.0.0.1:{port}"}
        settings.HUKUMATI = settings.HUKUMATI.model_copy(update=away)
        yield


@pytest.mark.parametrize("gateway", [SmtpGateway(), KannelGateway()])
def test_a_gateway_that_cannot_be_reached_has_not_sent_anything(
    nobody_listens: None, gateway: SmtpGateway | KannelGateway
) -> None:
    message = OutgoingMessage(idempotency_key="k", address="+970599000101", text="t", subject="s", language="ar")
    assert gateway.submit(message) is Outcome.LATER


@pytest.mark.parametrize("address", ["", "0599000101", "+97059", "+9705990001019999", "+97059900010a"])
def test_a_text_message_goes_to_a_telephone_number_alone(nobody_listens: None, address: str) -> None:
    message = OutgoingMessage(idempotency_key="k", address=address, text="t", subject="", language="ar")
    assert KannelGateway().submit(message) is Outcome.REFUSED


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
