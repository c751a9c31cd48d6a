"""The faces of the platform: one host each, so that their cookies are apart."""

from django.conf import settings
from django.urls import reverse


def face_url(face: str, view: str, *arguments: object) -> str:
    """Return the absolute address of a view on a face ("portal", "workplace", "identity", "pay", "start")."""
    base, urlconf = settings.FACES[face]
    return f"{base}{reverse(view, urlconf=urlconf, args=arguments)}"
