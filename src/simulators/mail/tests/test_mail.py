"""The mail server as a process, over SMTP."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from simulators.base.testing import Running, started

LAYLA = "layla@example.test"


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("mail", tmp_path_factory.mktemp("mail"), "--smtp-port", "0", protocols=2) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(mail: Running) -> None:
    httpx.post(f"{mail.url}/_sim/reset").raise_for_status()


def letter(subject: str = "شهادتك جاهزة", to: str = LAYLA) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "no-reply@example.test", to, subject
    message["Message-ID"] = "<key-1@example.test>"
    message.set_content("النص <b>\n")
    message.add_alternative('<p dir="rtl">النص</p><script>alert(1)</script>', subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="شهادة.pdf")
    message["Content-Language"] = "ar"
    return message


def deliver(mail: Running, message: EmailMessage) -> None:
    host, _, port = mail.addresses["smtp"].removeprefix("smtp://").partition(":")
    with smtplib.SMTP(host, int(port), timeout=5) as client:
        client.send_message(message)


def received(mail: Running, to: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{mail.url}/_sim/messages", params={"to": to}).json()["messages"]
    return found


def order(mail: Running, mode: str) -> None:
    httpx.post(f"{mail.url}/_sim/faults", json={"mode": mode, "times": 1}).raise_for_status()


def test_an_arabic_email_with_html_and_attachment_arrives_whole(mail: Running) -> None:
    deliver(mail, letter())
    deliver(mail, letter(to="other@example.test"))
    [found] = received(mail, LAYLA)
    assert (found["subject"], found["text"], found["language"]) == ("شهادتك جاهزة", "النص <b>\n", "ar")
    assert found["message_id"] == "<key-1@example.test>"
    assert found["attachments"] == [{"name": "شهادة.pdf", "type": "application/pdf", "size": 5}]


def test_the_html_of_an_email_is_shown_in_a_sandbox_only(mail: Running) -> None:
    deliver(mail, letter())
    number = received(mail)[0]["id"]
    page = httpx.get(f"{mail.url}/letters/{number}")
    assert "<script" not in page.text
    assert "<iframe sandbox title=" in " ".join(page.text.split())
    aside = httpx.get(f"{mail.url}/letters/{number}/html")
    assert aside.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_an_attachment_is_downloaded_not_shown(mail: Running) -> None:
    deliver(mail, letter())
    number = received(mail)[0]["id"]
    answer = httpx.get(f"{mail.url}/letters/{number}/attachments/0")
    assert (answer.content, answer.headers["content-disposition"][:10]) == (b"%PDF-", "attachment")
    assert httpx.get(f"{mail.url}/letters/{number}/attachments/1").status_code == 404


def test_a_busy_server_refuses_for_now_and_keeps_nothing(mail: Running) -> None:
    order(mail, "refuse")
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        deliver(mail, letter())
    assert refusal.value.smtp_code == 451
    assert received(mail) == []


def test_an_unknown_mailbox_is_rejected_for_good(mail: Running) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        deliver(mail, letter(to="refused@example.test"))


def test_a_server_that_is_down_answers_nothing(mail: Running) -> None:
    order(mail, "down")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        deliver(mail, letter())
    assert received(mail) == []


def test_accepted_then_dropped_is_kept_without_an_answer(mail: Running) -> None:
    order(mail, "accept_then_drop")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        deliver(mail, letter())
    assert len(received(mail)) == 1


def test_the_inbox_lists_emails_in_both_languages(mail: Running) -> None:
    deliver(mail, letter())
    assert "شهادتك جاهزة" in httpx.get(mail.url, params={"to": LAYLA}).text
    assert "Mail received" in httpx.get(f"{mail.url}/?lang=en").text
    assert "شهادتك جاهزة" not in httpx.get(mail.url, params={"to": "nobody@"}).text
