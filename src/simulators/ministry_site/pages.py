"""The site's pages: a library card for whoever signs in by the single sign-on. No scripts, no passwords."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.base.program import Simulator
from simulators.ministry_site.logout_tokens import LogoutTokenRefused, read_logout_token
from simulators.ministry_site.sessions import Sessions

UNCACHED: Final = {"Cache-Control": "no-store"}
ASKED_AGAIN: Final = {"again": {"prompt": "login"}}
LONGEST_TOKEN: Final = 8192
LANGUAGES: Final = ("ar", "en")


@dataclass(frozen=True, slots=True)
class SitePages:
    """The pages and the endpoint for logout tokens; `url` is the address at which people reach the site."""

    simulator: Simulator
    provider: StarletteOAuth2App
    sessions: Sessions
    url: str

    def routes(self) -> list[Route]:
        """Return the routes of the site."""
        return [
            Route("/", self.front),
            Route("/sign-in", self.sign_in),
            Route("/callback", self.callback),
            Route("/card", self.card),
            Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/signed-out", self.signed_out),
            Route("/backchannel-logout", self.backchannel_logout, methods=["POST"]),
        ]

    async def front(self, request: Request) -> Response:
        """Show what the site is, and the button that signs in."""
        return self._render(request, "front.html", signed_out=False)

    async def signed_out(self, request: Request) -> Response:
        """Say that the person is signed out, here and at the provider."""
        return self._render(request, "front.html", signed_out=True)

    async def sign_in(self, request: Request) -> Response:
        """Send the browser to the provider; other sites may begin a sign-in here too (OIDC Core §4)."""
        language = _language(request)
        more = ASKED_AGAIN.get(request.query_params.get("way", ""), {})
        if request.session.get("sid") and not more:
            return _to(f"/card{_query(language)}")
        request.session["language"] = language
        try:
            redirect: Response = await self.provider.authorize_redirect(
                request, f"{self.url}/callback", ui_locales=language, **more
            )
        except httpx.HTTPError:
            return self._problem(request, "unreachable", status=503)
        return redirect

    async def callback(self, request: Request) -> Response:
        """Exchange the code, fetch UserInfo, and open a session under a new cookie."""
        language = request.session.get("language", "ar")
        try:
            signed_in = await self._received(request)
        except httpx.HTTPError:
            return self._problem(request, "unreachable", status=503)
        except (OAuthError, JoseError, ValueError) as error:
            reason = error.error if isinstance(error, OAuthError) else type(error).__name__
            self.simulator.event_log.record("refused", reason=str(reason)[:60])
            return self._problem(request, "refused", status=400)
        request.session.clear()
        request.session.update(signed_in)
        self.simulator.event_log.record("signed_in", sid=signed_in["sid"])
        return _to(f"/card{_query(language)}")

    async def _received(self, request: Request) -> dict[str, Any]:
        metadata = await self.provider.load_server_metadata()
        if request.query_params.get("iss") != metadata["issuer"]:  # RFC 9207: an answer of another provider
            raise OAuthError("invalid_issuer")
        token = await self.provider.authorize_access_token(request)
        claims, about = token["userinfo"], await self.provider.userinfo(token=token)
        if about["sub"] != claims["sub"]:  # OIDC Core §5.3.2
            raise OAuthError("other_subject")
        kept = {"id_token": token["id_token"], "claims": dict(claims), "about": dict(about)}
        return {**kept, "sid": str(claims.get("sid", "")), "sub": claims["sub"]}

    async def card(self, request: Request) -> Response:
        """Show the library card, and everything that the provider handed over for it."""
        session = request.session
        if not session.get("sid"):
            return _to(f"/sign-in{_query(_language(request))}")
        about = session["about"]
        name = about.get(f"name#{_language(request)}", "")
        return self._render(
            request,
            "card.html",
            name=name,
            number=_card_number(session["sub"]),
            claims=_rows(session["claims"]),
            about=_rows(about),
        )

    async def sign_out(self, request: Request) -> Response:
        """End the session here, then at the provider (RP-Initiated Logout 1.0)."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return Response(status_code=403)
        language, id_token = _language(request), request.session.get("id_token")
        request.session.clear()
        try:
            address = await self.provider.create_logout_url(
                post_logout_redirect_uri=f"{self.url}/signed-out",
                id_token_hint=id_token,
                client_id=self.provider.client_id,
                state=language,
                ui_locales=language,
            )
        except httpx.HTTPError:
            return self._problem(request, "unreachable", status=503)
        return RedirectResponse(address["url"], status_code=303)

    async def backchannel_logout(self, request: Request) -> Response:
        """End the sessions that a logout token names (Back-Channel Logout 1.0 §2.5)."""
        form = await request.form(max_fields=10, max_files=0, max_part_size=LONGEST_TOKEN)
        try:
            ended = await self._end_sessions(str(form.get("logout_token", "")))
        except httpx.HTTPError:
            return JSONResponse({"error": "temporarily_unavailable"}, status_code=503, headers=UNCACHED)
        except LogoutTokenRefused as error:
            self.simulator.event_log.record("logout_refused", reason=str(error))
            return JSONResponse({"error": "invalid_request"}, status_code=400, headers=UNCACHED)
        self.simulator.event_log.record("logged_out", sessions=ended)
        return Response(status_code=200, headers=UNCACHED)

    async def _end_sessions(self, text: str) -> int:
        metadata = await self.provider.load_server_metadata()
        keys = await self.provider.fetch_jwk_set(force=True)  # a key of today may have come after the last sign-in
        token = read_logout_token(
            text, keys=keys, issuer=metadata["issuer"], client_id=self.provider.client_id, now=datetime.now(UTC)
        )
        if not self.sessions.is_first(token.jti, until=token.expires_at):
            raise LogoutTokenRefused("used before")
        return self.sessions.end(sid=token.sid, sub=token.sub)

    def _problem(self, request: Request, kind: str, *, status: int) -> Response:
        return self._render(request, "problem.html", status=status, kind=kind)

    def _render(self, request: Request, template: str, *, status: int = 200, **values: object) -> Response:
        here = {"is_signed_in": bool(request.session.get("sid"))}
        return self.simulator.pages.render(request, template, status=status, lang=_language(request), **here, **values)


def _card_number(sub: str) -> str:
    return f"{int.from_bytes(hashlib.sha256(sub.encode()).digest()[:4]) % 100_000_000:08d}"


def _rows(claims: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, _shown(name, value)) for name, value in sorted(claims.items())]


def _shown(name: str, value: object) -> str:
    if name in {"iat", "exp", "auth_time"} and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _language(request: Request) -> str:
    """Return the language of the address, of an answer of the provider's (its `state`), or of the session."""
    query = request.query_params
    wanted = (query.get("lang"), query.get("state"), request.session.get("language"))
    return next((each for each in wanted if each in LANGUAGES), "ar")


def _query(language: str) -> str:
    return "?lang=en" if language == "en" else ""


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
