"""What identity does later: it asks the register about claims, and removes rows that can no longer be used."""

from uuid import UUID

from hukumati.core import clock
from hukumati.core.jobs import app, retrying
from hukumati.identity.models import Account
from hukumati.identity.use_cases.accounts import fill_phone_digests
from hukumati.identity.use_cases.backchannel_logout import tell_site
from hukumati.identity.use_cases.backchannel_notices import notify_site
from hukumati.identity.use_cases.mandate_rechecks import recheck, take_due
from hukumati.identity.use_cases.mandates import expire_overdue
from hukumati.identity.use_cases.recovery import send_codes
from hukumati.identity.use_cases.recovery_effect import check_recovery, finish_recovery
from hukumati.identity.use_cases.register_check import check_registration, fill_name
from hukumati.identity.use_cases.retention import remove_old_rows
from hukumati.identity.use_cases.signal_delivery import push_signal


@app.task(name="identity.check_register", queue="default", retry=retrying())
def check_register(*, registration_id: str) -> None:
    """Ask the register about a claim; while it is silent, again and again."""
    check_registration(UUID(registration_id), now=clock.now())


@app.task(name="identity.fetch_name", queue="default", retry=retrying())
def fetch_name(*, account_id: str) -> None:
    """Take the name of a person who was verified from the register."""
    fill_name(Account.objects.get(id=account_id))


@app.task(name="identity.send_recovery_codes", queue="default", retry=retrying(max_attempts=5))
def send_recovery_codes(*, recovery_id: str) -> None:
    """Send the codes of a recovery, if it is one."""
    send_codes(UUID(recovery_id), now=clock.now())


@app.task(name="identity.check_recovery", queue="default", retry=retrying())
def ask_about_recovery(*, recovery_id: str) -> None:
    """Ask the register about the document of a recovery; while it is silent, again and again."""
    check_recovery(UUID(recovery_id), now=clock.now())


@app.task(name="identity.finish_recovery", queue="default", retry=retrying())
def let_recovery_take_effect(*, recovery_id: str) -> None:
    """Let a recovery take effect after its cooling-off."""
    finish_recovery(UUID(recovery_id), now=clock.now())


@app.periodic(cron="23 * * * *")
@app.task(name="identity.sweep", queue="default", retry=retrying(), queueing_lock="identity.sweep")
def sweep(timestamp: int) -> None:
    """Remove what ended two days ago or more, and fill what an older release left empty."""
    remove_old_rows(now=clock.now())
    fill_phone_digests()


@app.periodic(cron="*/5 * * * *")
@app.task(name="identity.expire", queue="default", retry=retrying(), queueing_lock="identity.expire")
def expire(timestamp: int) -> None:
    """Expire the mandates whose time is over."""
    expire_overdue(now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="identity.recheck_mandates", queue="default", retry=retrying(), queueing_lock="identity.recheck")
def recheck_mandates(timestamp: int) -> None:
    """Have the registers asked again about mandates that rest on their word: each once a day."""
    for person_id in take_due(now=clock.now()):
        recheck_representative.defer(person_id=str(person_id))


@app.task(name="identity.recheck_representative", queue="default", retry=retrying(max_attempts=12))
def recheck_representative(*, person_id: str) -> None:
    """Ask about one representative's mandates; while a register is silent, again for hours, and the next day."""
    recheck(UUID(person_id), now=clock.now())


@app.task(name="identity.deliver_logout", queue="default", retry=retrying(max_attempts=12))
def deliver_logout(*, sid: str, client_id: str) -> None:
    """Tell one site that a login session ended; for hours, if it gives no answer."""
    tell_site(sid=sid, client_id=client_id, now=clock.now())


@app.task(name="identity.notify_of_decision", queue="default", retry=retrying(max_attempts=6))
def notify_of_decision(*, request_id: str) -> None:
    """Tell a site that a person decided its request; while it gives no answer, again until the request expires."""
    notify_site(UUID(request_id), now=clock.now())


@app.task(name="identity.deliver_signal", queue="default", retry=retrying(max_attempts=18))
def deliver_signal(*, jti: str) -> None:
    """Push one signal to its site; for days, if it takes none."""
    push_signal(UUID(jti), now=clock.now())
