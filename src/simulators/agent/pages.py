"""The agent's pages: find a bill by its number, take the cash, see that the biller has accepted it. No scripts."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.agent.biller_client import SUCCESS, BillerClient, BillerUnreachable, PulledBill
from simulators.agent.cash_payments import CashPayments
from simulators.base.control import problem
from simulators.base.pages import Pages

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def read_reference(typed: object) -> str:
    """Return a typed number without spaces and hyphens, in Western digits."""
    return str(typed)[:40].translate(DIGITS).replace(" ", "").replace("-", "")


class AgentPages:
    """The pages, and the same operations as JSON for tests."""

    def __init__(self, *, payments: CashPayments, biller: BillerClient, pages: Pages) -> None:
        self._payments, self._biller, self._pages = payments, biller, pages

    def routes(self) -> list[Route]:
        """Return the routes of the pages."""
        return [
            Route("/", self.front),
            Route("/bill", self.bill, methods=["POST"]),
            Route("/pay", self.pay, methods=["POST"]),
            Route("/payments/{trx}", self.payment),
            Route("/_sim/pay", self.pay_json, methods=["POST"]),
            Route("/_sim/book", self.accepted),
        ]

    async def front(self, request: Request) -> Response:
        """Show the field for a number, and the last payments."""
        return self._pages.render(request, "front.html", payments=self._payments.latest(), problem=None, reference="")

    async def bill(self, request: Request) -> Response:
        """Show the bill with a number."""
        form = await request.form(max_fields=10, max_files=0)
        reference = read_reference(form.get("reference", ""))
        bill = await self._pull(reference)
        if bill is None or bill.error_code != SUCCESS:
            return self._refused(request, reference, bill)
        return self._pages.render(request, "bill.html", bill=bill, reference=reference)

    async def pay(self, request: Request) -> Response:
        """Take the cash and notify the biller; the bill is pulled again, so that a stale page takes nothing."""
        form = await request.form(max_fields=10, max_files=0)
        reference = read_reference(form.get("reference", ""))
        bill = await self._pull(reference)
        if bill is None or bill.error_code != SUCCESS:
            return self._refused(request, reference, bill)
        taken = await self._take(reference, bill)
        lang = "?lang=en" if request.query_params.get("lang") == "en" else ""
        return RedirectResponse(f"/payments/{taken[0]}{lang}", status_code=303)

    async def payment(self, request: Request) -> Response:
        """Show one payment; the page refreshes itself until the biller has accepted it."""
        payment = self._payments.get(request.path_params["trx"])
        if payment is None:
            return RedirectResponse("/", status_code=303)
        refresh = 2 if payment["state"] == "sending" else None
        return self._pages.render(request, "payment.html", payment=payment, refresh_seconds=refresh)

    async def pay_json(self, request: Request) -> Response:
        """Pay as the pages do: `{"reference": "27…"}` → the payment, or why there is none."""
        try:
            wanted = json.loads(await request.body())
            reference = read_reference(wanted["reference"])
        except (ValueError, KeyError, TypeError):
            return problem(400, 'The body is {"reference": "27…"}.')
        bill = await self._pull(reference)
        if bill is None:
            return problem(502, "The biller does not answer.")
        if bill.error_code != SUCCESS:
            return JSONResponse({"state": "refused", "error_code": bill.error_code, "trx": None})
        taken = await self._take(reference, bill)
        payments = [self._payments.get(trx) for trx in taken]
        return JSONResponse({**(payments[0] or {}), "payments": payments})

    async def accepted(self, _: Request) -> Response:
        """List what the company owes the biller."""
        return JSONResponse({"accepted": self._payments.accepted()})

    async def _take(self, reference: str, bill: PulledBill) -> list[str]:
        taken = self._payments.take(reference=reference, bill=bill)
        for trx in taken:
            await self._payments.notify(trx)
        return taken

    async def _pull(self, reference: str) -> PulledBill | None:
        try:
            return await self._biller.pull(reference)
        except BillerUnreachable:
            return None

    def _refused(self, request: Request, reference: str, bill: PulledBill | None) -> Response:
        problem_code = -1 if bill is None else bill.error_code
        return self._pages.render(
            request,
            "front.html",
            payments=self._payments.latest(),
            problem=problem_code,
            reference=reference,
            status=422,
        )
