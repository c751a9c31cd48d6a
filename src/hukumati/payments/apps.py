from hukumati.core.parts import PartConfig


class PaymentsConfig(PartConfig):
    """Fees, bills, payments and the ledger."""

    name = "hukumati.payments"
    label = "payments"

    def ready(self) -> None:
        """Register the payment channels."""
        super().ready()
        from hukumati.payments.wiring import register_channels  # it imports models, which are loaded only now

        register_channels()
