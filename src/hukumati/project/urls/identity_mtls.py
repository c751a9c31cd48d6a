"""The provider's host for clients with TLS certificates (RFC 8705 §5): what they call themselves, and no page."""

from hukumati.identity.http.urls import for_certificates

urlpatterns = for_certificates

handler500 = "hukumati.core.design.errors.server_error"
