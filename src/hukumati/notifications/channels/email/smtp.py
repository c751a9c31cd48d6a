"""E-mail by SMTP: text and HTML in the person's language and direction, nothing remote, nothing that tracks."""

import smtplib
from contextlib import suppress
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.ports import OutgoingMessage

TIMEOUT_SECONDS: Final = 10


class SmtpGateway:
    """Submits messages to the mail server."""

    def submit(self, message: OutgoingMessage) -> Outcome:
        """Hand the message to the server once."""
        backend = _backend()
        try:
            backend.open()
        except (smtplib.SMTPException, OSError):
            return Outcome.LATER
        try:
            return _hand_over(_rendered(message), backend)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                backend.close()


def _backend() -> EmailBackend:
    config = settings.HUKUMATI
    return EmailBackend(host=config.smtp_host, port=config.smtp_port, timeout=TIMEOUT_SECONDS)


def _hand_over(message: EmailMultiAlternatives, backend: EmailBackend) -> Outcome:
    message.connection = backend
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        return _by_code(max(code for code, _ in refusal.recipients.values()))
    except smtplib.SMTPResponseException as answer:
        return _by_code(answer.smtp_code)
    except (smtplib.SMTPException, OSError):
        return Outcome.UNKNOWN
    except ValueError:  # an address that cannot be written as one
        return Outcome.REFUSED
    return Outcome.DONE


def _by_code(code: int) -> Outcome:
    return Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED


def _rendered(outgoing: OutgoingMessage) -> EmailMultiAlternatives:
    sender = settings.HUKUMATI.mail_from
    context: dict[str, object] = {
        "subject": outgoing.subject,
        "body": outgoing.text,
        "language": outgoing.language,
        "direction": "rtl" if outgoing.language == "ar" else "ltr",
        "portal_url": settings.HUKUMATI.portal_url,
        "is_demo": settings.HUKUMATI.demo,
    }
    with translation.override(outgoing.language):
        text = render_to_string("notifications/email.txt", context)
        html = render_to_string("notifications/email.html", context)
    headers = {
        "Message-ID": f"<{outgoing.idempotency_key}@{sender.rpartition('@')[2]}>",
        "Content-Language": outgoing.language,
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(outgoing.subject, text, sender, [outgoing.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message
