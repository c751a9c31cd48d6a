"""What codes by SMS may cost: every one counts for its number, network, block, country and for everybody."""

from typing import Final

import structlog
from django.conf import settings

from hukumati.core.limits import allow, undo
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.sms_limits import Count, SmsLimits, counts_of
from hukumati.identity.ports import SecretUse

log = structlog.get_logger("hukumati.identity.sms")
_TELL_EVERY_SECONDS: Final = 3600


def may_send_sms(number: str, *, network: str, is_proved: bool) -> bool:
    """Count one SMS and return whether it may be sent.

    `is_proved`: the number is on record for an account, and not only typed by somebody. What a narrow limit refuses is
    not counted by the wider ones. A limit that is reached is told to the operators, once an hour.
    """
    counts = counts_of(number, network=network, is_proved=is_proved, limits=_limits())
    reached = next((count for count in counts if not _admits(count)), None)
    if reached is not None:
        undo(key=_key(reached))  # what is refused costs nothing, and uses up nothing
        _tell_operators(reached)
    return reached is None


def _limits() -> SmsLimits:
    config = settings.HUKUMATI
    return SmsLimits(
        number_a_day=config.sms_per_number_a_day,
        network_a_day=config.sms_per_network_a_day,
        block_an_hour=config.sms_per_block_an_hour,
        block_abroad_an_hour=config.sms_per_block_abroad_an_hour,
        country_a_day=config.sms_per_country_abroad_a_day,
        all_a_day=config.sms_a_day,
    )


def _key(count: Count) -> str:
    digest = wiring.derived_secrets().digest(SecretUse.LOOKUP, count.of).hex() if count.of else ""
    return f"identity.sms.{count.name}:{digest}"


def _admits(count: Count) -> bool:
    return allow(key=_key(count), at_most=count.at_most, per_seconds=count.per_seconds)


def _tell_operators(count: Count) -> None:
    """Note that a limit is reached; of countries and of everybody the log says which, since neither is a person."""
    if not allow(key=f"{_key(count)}:told", at_most=1, per_seconds=_TELL_EVERY_SECONDS):
        return
    note(f"sms.limit.{count.name}", subject=count.of)
    log.warning("sms_limit_reached", limit=count.name, country=count.of if count.name == "country" else "")
