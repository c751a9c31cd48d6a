"""What a citizen reads before withdrawing: what was received of their money, what comes back and by what way."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hukumati.cases import api as cases
from hukumati.core.design.formats import money_text
from hukumati.core.money import Money


def money_after(money: cases.WithdrawalMoney) -> str:
    """Say what becomes of what was paid; "" where nothing was."""
    if not money.received:
        return ""
    amounts = {
        "received": _listed(money.received),
        "returned": _listed(money.returns),
        "kept": _listed(money.keeps),
    }
    if not money.keeps:
        return (
            _("We have received %(received)s from you. All of it is returned to you the way that you paid.") % amounts
        )
    if not money.returns:
        return _("We have received %(received)s from you. It is not returned when you withdraw.") % amounts
    return (
        _(
            "We have received %(received)s from you. %(returned)s of it is returned to you the way that you paid;"
            " %(kept)s is not returned."
        )
        % amounts
    )


def _listed(amounts: Sequence[Money]) -> str:
    return " + ".join(f"\u2068{money_text(each)}\u2069" for each in amounts)
