from hukumati.core.parts import PartConfig


class PaymentsConfig(PartConfig):
    """Fees, bills, payments and the ledger."""

    name = "hukumati.payments"
    label = "payments"
