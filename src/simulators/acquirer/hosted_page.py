"""The payment page the payer is sent to: card fields, a 3-D Secure challenge, a way back. No scripts."""

import sqlite3
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulators.acquirer.cards import InvalidCard, read_card
from simulators.acquirer.ledger import CHALLENGED, DECIMALS, OPEN, Ledger, NoSuchIntent, UnexpectedState
from simulators.base.pages import Pages
from simulators.base.store import Store

MAX_FIELDS: Final = 20


def major(minor: int, currency: str) -> str:
    """Format minor units with the currency's decimals: "20.00"."""
    places = DECIMALS[currency]
    return f"{Decimal(minor).scaleb(-places):.{places}f}"


class HostedPage:
    """The pages under /pay and the simulator's front page."""

    def __init__(self, *, store: Store, ledger: Ledger, pages: Pages) -> None:
        self._store, self._ledger, self._pages = store, ledger, pages

    def routes(self) -> list[Route]:
        """Return the routes of the pages."""
        return [
            Route("/", self.front),
            Route("/pay/{token}", self.show, methods=["GET"]),
            Route("/pay/{token}", self.pay, methods=["POST"]),
            Route("/pay/{token}/challenge", self.challenge, methods=["POST"]),
            Route("/pay/{token}/cancel", self.cancel, methods=["POST"]),
        ]

    async def front(self, request: Request) -> Response:
        """Explain the simulator, and show its last payments and its balances."""
        return self._pages.render(
            request, "front.html", intents=self._ledger.latest(), balances=self._ledger.balances(), major=major
        )

    async def show(self, request: Request) -> Response:
        """Show the card fields, the challenge, or the result."""
        return self._with_intent(request, lambda intent: self._page(request, intent))

    async def pay(self, request: Request) -> Response:
        """Pay by the typed card."""
        form = await request.form(max_fields=MAX_FIELDS, max_files=0)

        def do(intent: sqlite3.Row) -> Response:
            try:
                card = read_card(number=_text(form, "number"), expiry=_text(form, "expiry"), code=_text(form, "code"))
            except InvalidCard as invalid:
                return self._page(request, intent, wrong=str(invalid), status=422)
            return self._after(self._ledger.pay(intent, card))

        return self._with_intent(request, do)

    async def challenge(self, request: Request) -> Response:
        """Process the payer's answer to the 3-D Secure challenge."""
        form = await request.form(max_fields=MAX_FIELDS, max_files=0)
        is_confirmed = _text(form, "answer") == "confirm"
        return self._with_intent(
            request, lambda intent: self._after(self._ledger.answer_challenge(intent, is_confirmed=is_confirmed))
        )

    async def cancel(self, request: Request) -> Response:
        """Cancel the payment for the payer, and redirect to the merchant."""
        return self._with_intent(request, lambda intent: self._after(self._ledger.cancel(intent, reason="abandoned")))

    def _with_intent(self, request: Request, do: Callable[[sqlite3.Row], Response]) -> Response:
        try:
            with self._store.transaction():
                intent = self._ledger.by_token(request.path_params["token"])
                try:
                    return do(intent)
                except UnexpectedState:  # a second click, or a stale page: show the current state
                    return RedirectResponse(_address(intent), status_code=303)
        except NoSuchIntent:
            return self._pages.render(request, "unknown.html", status=404)

    def _page(self, request: Request, intent: sqlite3.Row, *, wrong: str = "", status: int = 200) -> Response:
        template = {OPEN: "pay.html", CHALLENGED: "challenge.html"}.get(intent["status"], "ended.html")
        amount = major(intent["amount"], intent["currency"])
        return self._pages.render(request, template, intent=intent, amount=amount, wrong=wrong, status=status)

    @staticmethod
    def _after(intent: sqlite3.Row) -> Response:
        if intent["status"] == CHALLENGED:
            return RedirectResponse(_address(intent), status_code=303)
        return RedirectResponse(intent["return_url"], status_code=303)


def _address(intent: sqlite3.Row) -> str:
    return f"/pay/{intent['token']}{'?lang=en' if intent['locale'] == 'en' else ''}"


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
