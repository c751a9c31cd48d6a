"""An acquirer in memory that fills the port `CardAcquirer`, with faults by method: for tests of single steps.

The acquirer of the other tests is a program on a socket (`simulators.acquirer`).
"""

from dataclasses import replace
from typing import Final

from hukumati.core.money import Money
from hukumati.payments.ports import Charge, ChargeStatus, PageRequest

PAGE: Final = "http://acquirer.example/pay"


class ScriptedAcquirer:
    """Keeps charges by our reference, and lists the calls it got; a fault of a method is raised once."""

    name = "card"

    def __init__(self) -> None:
        self.charges: dict[str, Charge] = {}
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.requests: list[PageRequest] = []
        self.faults: dict[str, list[Exception]] = {}

    def fail(self, method: str, *faults: Exception) -> None:
        """Raise faults at the next calls of a method."""
        self.faults.setdefault(method, []).extend(faults)

    def turn(self, status: ChargeStatus, *, received: int = 0) -> None:
        """Change the status of every charge, as the payer or the bank does."""
        self.charges = {
            reference: replace(charge, status=status, received=Money(received, charge.amount.currency))
            for reference, charge in self.charges.items()
        }

    def open_page(self, *, request: PageRequest) -> Charge:
        self._called("open_page", key=request.reference)
        self.requests.append(request)
        charge = Charge(
            psp_ref=f"pi_{request.reference}",
            status=ChargeStatus.OPEN,
            amount=request.amount,
            received=Money.zero(request.amount.currency),
            page_url=PAGE,
        )
        return self.charges.setdefault(request.reference, charge)

    def find(self, *, reference: str) -> Charge | None:
        self._called("find")
        return self.charges.get(reference)

    def capture(self, *, psp_ref: str, key: str, amount: Money) -> Charge:
        self._called("capture", key=key)
        return self._change(psp_ref, ChargeStatus.AUTHORISED, ChargeStatus.CAPTURED, received=amount)

    def cancel(self, *, psp_ref: str, key: str) -> Charge:
        self._called("cancel", key=key)
        charge = self._of(psp_ref)
        return self._change(psp_ref, charge.status, ChargeStatus.CANCELLED, received=charge.received)

    def _of(self, psp_ref: str) -> Charge:
        (charge,) = [each for each in self.charges.values() if each.psp_ref == psp_ref]
        return charge

    def _change(self, psp_ref: str, origin: ChargeStatus, to: ChargeStatus, *, received: Money) -> Charge:
        charge = self._of(psp_ref)
        if charge.status is origin:
            charge = replace(charge, status=to, received=received)
        self.charges[psp_ref.removeprefix("pi_")] = charge
        return charge

    def _called(self, method: str, *, key: str = "") -> None:
        self.calls.append(method)
        if key:
            self.keys.append(key)
        if self.faults.get(method):
            raise self.faults[method].pop(0)
