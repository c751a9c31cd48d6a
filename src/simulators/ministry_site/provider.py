"""The single sign-on as the client library sees it, found by discovery."""

import argparse
from typing import Final

import httpx
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App

SCOPES: Final = "openid identity"
TIMEOUT_SECONDS: Final = 10


class LoopbackNames(httpx.AsyncHTTPTransport):
    """Reaches names under `localhost` on this machine, as browsers do (RFC 6761 §6.3) and not every resolver does."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host.endswith(".localhost"):
            request.url = request.url.copy_with(host="127.0.0.1")
        return await super().handle_async_request(request)


def provider_of(arguments: argparse.Namespace, *, secret: str) -> StarletteOAuth2App:
    """Return the library's client of the provider: the code grant with PKCE S256, and all else from discovery."""
    return OAuth().register(
        name="hukumati",
        client_id=arguments.client_id,
        client_secret=secret,
        server_metadata_url=f"{arguments.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": SCOPES,
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic",
            "timeout": TIMEOUT_SECONDS,
            "transport": LoopbackNames(),
            "trust_env": False,
        },
    )
