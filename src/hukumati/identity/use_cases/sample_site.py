"""The sample site of a ministry, a client of the demonstration."""

from datetime import datetime
from typing import Final

from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.client_registration import SiteMetadata, accept_metadata
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Client, ClientRegistration
from hukumati.identity.use_cases.client_registration import put_metadata

CLIENT_ID: Final = "ministry-site"
OWNER: Final = "moc"
MANAGER: Final = "MOC-0001"


def register_sample_site(*, now: datetime) -> None:
    """Register the sample site, or bring its row up to the configuration; nothing where no such site runs."""
    config = settings.HUKUMATI
    if not config.sample_site_url or not config.sample_site_secret:
        return
    metadata = accept_metadata(_metadata(config.sample_site_url))
    client = Client(client_id=CLIENT_ID, owner=OWNER, created_at=now)
    client.secret_digest = token_digest(config.sample_site_secret.get_secret_value())
    put_metadata(client, metadata)
    client.save()
    papers = {"metadata": metadata.as_json(), "requested_by": MANAGER, "requested_at": now}
    ClientRegistration.objects.update_or_create(client=client, defaults=papers)


def _metadata(url: str) -> SiteMetadata:
    return SiteMetadata(
        client_name=Bilingual(ar="المكتبات العامة (موقع تجريبي)", en="Public libraries (sample site)"),
        purpose="يبيّن كيف تُدخل وزارة الناس إلى موقعها: بطاقة مكتبة عامة.",
        purpose_en="Shows how a ministry signs people in: a public library card.",
        redirect_uris=(f"{url}/callback",),
        post_logout_redirect_uris=(f"{url}/signed-out",),
        backchannel_logout_uri=f"{url}/backchannel-logout",
        scopes={"identity": "تحمل البطاقة اسم القارئ."},
        scopes_en={"identity": "The card bears the reader's name."},
        legal_basis="Illustrative: the by-law of public libraries",
        is_sandbox=True,
    )
