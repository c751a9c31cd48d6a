"""The site's own sessions: kept in its store, so that a logout token can end them (Back-Channel Logout 1.0 §2.7)."""

import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS session (
    digest TEXT PRIMARY KEY, sid TEXT NOT NULL, sub TEXT NOT NULL, content TEXT NOT NULL, ends_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS logout_token (jti TEXT PRIMARY KEY, ends_at TEXT NOT NULL);
"""
COOKIE: Final = "library_session"
LIFETIME: Final = timedelta(hours=8)

Session = dict[str, Any]


class Sessions:
    """Sessions by the digest of their cookie."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, cookie: str) -> Session:
        """Return what is kept under a cookie; empty where nothing is."""
        row = self._store.row(
            "SELECT content FROM session WHERE digest = ? AND ends_at > ?", _digest(cookie), _iso(datetime.now(UTC))
        )
        found: Session = json.loads(row["content"]) if row else {}
        return found

    def store(self, cookie: str, session: Session) -> None:
        """Keep a session under a cookie."""
        self._store.write("DELETE FROM session WHERE ends_at <= ?", _iso(datetime.now(UTC)))
        self._store.write(
            "INSERT OR REPLACE INTO session (digest, sid, sub, content, ends_at) VALUES (?, ?, ?, ?, ?)",
            *(_digest(cookie), session.get("sid", ""), session.get("sub", "")),
            *(json.dumps(session), _iso(datetime.now(UTC) + LIFETIME)),
        )

    def delete(self, cookie: str) -> None:
        """Forget the session of a cookie."""
        self._store.write("DELETE FROM session WHERE digest = ?", _digest(cookie))

    def end(self, *, sid: str, sub: str) -> int:
        """End the sessions of one login session at the provider, or all of a subject; return how many there were."""
        if sid:
            return self._store.write("DELETE FROM session WHERE sid = ?", sid)
        return self._store.write("DELETE FROM session WHERE sub = ?", sub)

    def is_first(self, jti: str, *, until: datetime) -> bool:
        """Record a logout token; return False for one that was used before."""
        self._store.write("DELETE FROM logout_token WHERE ends_at <= ?", _iso(datetime.now(UTC)))
        return self._store.write("INSERT OR IGNORE INTO logout_token VALUES (?, ?)", jti, _iso(until)) == 1


class SessionMiddleware:
    """Gives requests their `session`, and keeps what became of it; signing in changes the cookie."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions) -> None:
        self._app, self._sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cookie = read_cookie(Request(scope).headers.get("cookie", ""))
        found = self._sessions.find(cookie) if cookie else {}
        scope["session"] = json.loads(json.dumps(found))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["session"] != found:
                self._keep(MutableHeaders(scope=message), cookie, found, scope["session"])
            await send(message)

        await self._app(scope, receive, sending)

    def _keep(self, headers: MutableHeaders, cookie: str, before: Session, session: Session) -> None:
        if not session:
            self._sessions.delete(cookie)
            headers.append("Set-Cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
            return
        if not cookie or before.get("sid") != session.get("sid"):
            self._sessions.delete(cookie)
            cookie = secrets.token_urlsafe(32)
            headers.append("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax")
        self._sessions.store(cookie, session)


def read_cookie(header: str) -> str:
    """Return the session's cookie of a Cookie header; empty where there is none."""
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
