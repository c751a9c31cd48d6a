"""Removing what sites sent and nobody can use any more."""

from datetime import datetime

from hukumati.identity.models import ConsentQuestion, FetchedKeys, PushedRequest, RegistrationToken


def remove_old_requests(*, before: datetime) -> None:
    """Remove pushed requests, questions, registration tokens and fetched keys that ended before a moment."""
    PushedRequest.objects.filter(expires_at__lt=before).delete()
    ConsentQuestion.objects.filter(asked_at__lt=before).delete()
    RegistrationToken.objects.filter(expires_at__lt=before).delete()
    FetchedKeys.objects.filter(tried_at__lt=before).delete()
