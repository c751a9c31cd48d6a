"""The sites of the platform: one host each, so that their cookies are apart."""

from django.conf import settings
from django.urls import reverse


def site_url(site: str, view: str, *arguments: object) -> str:
    """Return the absolute address of a view on a site ("portal", "workplace", "identity", "pay", "start")."""
    base, urlconf = settings.SITES[site]
    return f"{base}{reverse(view, urlconf=urlconf, args=arguments)}"
