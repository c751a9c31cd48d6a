"""Comparing a sign-in with those before it, and asking for one more code where it is doubted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.assurance import Factor, extra_factor
from hukumati.identity.domain.unusual_sign_ins import SignIn, is_doubted, signs_of
from hukumati.identity.models import Account, LoginSession
from hukumati.identity.use_cases.sms_caution import settled_email

COMPARED: Final = 30
"""So many sign-ins are looked back upon."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from: its wide network, and whether the account was used on the device before."""

    network: str
    is_known_device: bool


def is_unusual(account: Account, browser: Browser, *, now: datetime) -> bool:
    """Return whether a sign-in is doubted; of a known device nothing is even looked up."""
    if browser.is_known_device or not browser.network:
        return False
    rows = LoginSession.objects.filter(account=account).exclude(network="").order_by("-auth_time")[:COMPARED]
    before = [_sign_in(at, network) for at, network in rows.values_list("auth_time", "network")]
    return is_doubted(signs_of(_sign_in(now, browser.network), before=before, is_known_device=False))


def doubt(
    account: Account, *, factors: Collection[str], browser: Browser, beyond_sms: bool, now: datetime
) -> Factor | None:
    """Return the factor that is asked for besides those passed; None where nothing is doubted, or nothing can be asked.

    Only a sign-in by SMS is asked for more: it is the weakest, and whoever has no e-mail address is told afterwards.
    """
    extra = extra_factor(factors, has_email=bool(settled_email(account, now=now) if beyond_sms else account.email))
    if extra is None or not (beyond_sms or is_unusual(account, browser, now=now)):
        return None
    note("sign_in.doubted", subject=str(account.id), origin=browser.network)
    return extra


def _sign_in(at: datetime, network: str) -> SignIn:
    return SignIn(timezone.localtime(at), network, wiring.network_places().find(network))
