"""Django as an ASGI application: the loop awaits bodies, threads make pages, answers are handed over whole."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import IO, Any

import structlog

from hukumati.project.serving.bodies import ClientGone, Receive, Receiver, declared_length
from hukumati.project.serving.environ import wsgi_environ
from hukumati.project.serving.refusals import FAILED, REFUSALS, Refusal
from hukumati.project.serving.threads import Threads
from hukumati.project.serving.unread import limit_unread_answers

Send = Callable[[dict[str, Any]], Awaitable[None]]
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

log = structlog.get_logger("hukumati.serving")


@dataclass(slots=True)
class Answer:
    """What the application answered."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        """Take status and headers (PEP 3333's `start_response`)."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


class BufferedApplication:
    """Serves a WSGI application over ASGI."""

    def __init__(
        self, wsgi: WsgiApplication, *, receiver: Receiver | None = None, threads: Threads | None = None
    ) -> None:
        self._wsgi = wsgi
        self._receiver = receiver or Receiver()
        self._threads = threads or Threads()
        self._is_limited = False

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self._is_limited:
            self._is_limited = True
            limit_unread_answers()
        try:
            body = await self._receiver.receive(receive, declared_length(scope["headers"]))
            answer = await self._answer(scope, body)
        except ClientGone:
            return
        except tuple(REFUSALS) as error:
            await _send(send, _refused(REFUSALS[type(error)]))
            return
        await _send(send, answer)

    async def _answer(self, scope: dict[str, Any], body: IO[bytes]) -> Answer:
        """Have a thread make the answer."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Answer] = loop.create_future()

        def task() -> None:
            answer = self._made(scope, body)
            loop.call_soon_threadsafe(_finish, done, answer)

        self._threads.do(task)
        return await done

    def _made(self, scope: dict[str, Any], body: IO[bytes]) -> Answer:
        answer = Answer()
        try:
            with body:
                chunks = self._wsgi(wsgi_environ(scope, body), answer.start)
                try:
                    answer.body = b"".join(chunks)
                finally:
                    getattr(chunks, "close", bool)()
        except Exception:
            log.exception("request_failed")
            return _refused(FAILED)
        return answer


def _finish(done: "asyncio.Future[Answer]", answer: Answer) -> None:
    if not done.done():
        done.set_result(answer)


def _refused(refusal: Refusal) -> Answer:
    return Answer(refusal.status, refusal.headers, refusal.text.encode())


async def _send(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
