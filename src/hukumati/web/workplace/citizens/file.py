"""One citizen's account on one page: how it stands, what belongs to it, and what was done to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hukumati.core.bilingual import active_language
from hukumati.core.design.formats import long_datetime
from hukumati.core.design.parts import Row
from hukumati.identity import api as identity
from hukumati.web.workplace.citizens import words
from hukumati.web.workplace.citizens.officials import find_file, officer_required
from hukumati.web.workplace.citizens.words import said, tagged
from hukumati.web.workplace.counter.words import described, rows_of

DONE: Final[dict[str, Promise]] = {
    "lock": gettext_lazy("The account is locked, and signed out on all devices."),
    "unlock": gettext_lazy("The account is unlocked. The holder can sign in again."),
    "sign_out": gettext_lazy("The account is signed out on all devices and sites."),
    "proposed": gettext_lazy("Your proposal waits for a second official."),
    "deceased": gettext_lazy("The register confirmed the death. The account is closed."),
}
OPEN: Final = frozenset({"active", "locked"})


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a section: what it is, how it stands, and facts about it."""

    title: object
    facts: tuple[object, ...] = ()
    text: object = ""
    tag: tuple[str, str] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `nothing` stands where it has no entries."""

    title: object
    items: tuple[Item, ...]
    nothing: object


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that is possible now: where its page is, and what it is called."""

    url: str
    text: object


@never_cache
@require_safe
@officer_required
def citizen(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Show an account that the official has open; one that is not open any more is searched again."""
    found = find_file(request, look_id)
    if found is None:
        return redirect(f"{reverse('citizens')}?over=1")
    context = {
        **described(found.record),
        "file": found,
        "reason": said(words.REASONS, found.reason),
        "rows": list(_rows(found)),
        "sections": list(_sections(found)),
        "offers": list(_offers(found)),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "signals": [each for each in found.signals if each.settled_at is None],
    }
    return render(request, "workplace/citizens/file.html", context)


def _rows(found: identity.AccountFile) -> Iterator[Row]:
    yield from rows_of(found.record)
    yield Row(_("Highest level of a sign-in"), said(words.LEVELS, found.record.proofing))
    yield Row(_("Account opened"), long_datetime(found.opened_at))


def _offers(found: identity.AccountFile) -> Iterator[Offer]:
    state = found.record.state
    names: list[tuple[str, object]] = []
    if state == "active":
        names += [("lock_citizen", _("Lock the account")), ("sign_out_citizen", _("Sign out everywhere"))]
    if state == "locked":
        names += [("unlock_citizen", _("Unlock the account"))]
    if state in OPEN:
        names += [("unbind_factor", _("Remove a lost way to sign in"))] if found.factors else []
        names += [("merge_citizens", _("Merge with another account"))]
    if state in OPEN | {"suspended"}:
        names += [("deceased_citizen", _("The holder died"))]
    if state in {"deceased", "suspended"}:
        names += [("reopen_citizen", _("Reopen the account"))]
    for name, text in names:
        yield Offer(reverse(name, args=[found.look]), text)


def _sections(found: identity.AccountFile) -> Iterator[Section]:
    yield _section(_("Waits"), map(_waiting, found.waiting), _("Nothing waits."))
    yield _section(_("Ways to sign in"), _factors(found), _("None."))
    yield _section(_("Sign-ins that are open"), map(_session, found.sessions), _("Nobody is signed in."))
    yield _section(_("Locks"), map(_lock, found.locks), _("The account was never locked."))
    yield _section(_("Mandates"), map(_mandate, found.mandates), _("No mandates."))
    yield _section(_("Signs of fraud"), map(_signal, found.signals), _("None."))
    yield _section(_("Last notices sent"), map(_notice, found.notices), _("No notice was sent."))
    yield _section(_("What officials did last"), map(_act, found.acts), _("Nothing."))


def _section(title: object, items: Iterable[Item], nothing: object) -> Section:
    return Section(title, tuple(items), nothing)


def _waiting(each: identity.Waiting) -> Item:
    until = (_("Until %(time)s") % {"time": long_datetime(each.until)},) if each.until else ()
    url = reverse("proposal", args=[each.id]) if each.id else ""
    return Item(said(words.WAITING, each.kind), (_since(each.since), *until), url=url)


def _factors(found: identity.AccountFile) -> Iterator[Item]:
    if found.has_password:
        yield Item(_("Password"))
    if found.record.phone:
        yield Item(_("Codes by text message"))
    for each in found.factors:
        yield Item(words.factor_name(each), tuple(_facts_of(each)), tag=_tag_of(each))


def _facts_of(factor: identity.BoundFactor) -> Iterator[object]:
    yield _("Added %(time)s") % {"time": long_datetime(factor.bound_at)}
    yield _used(factor.used_at)
    if factor.left is not None:
        yield _("Codes left: %(number)s") % {"number": factor.left}


def _tag_of(factor: identity.BoundFactor) -> tuple[str, str] | None:
    if factor.is_suspended:
        return _("suspended"), "red"
    return (_("bound in person"), "green") if factor.is_bound_in_person else None


def _used(at: datetime | None) -> str:
    return _("Last used %(time)s") % {"time": long_datetime(at)} if at else _("Never used")


def _since(at: datetime) -> str:
    return _("Since %(time)s") % {"time": long_datetime(at)}


def _session(each: identity.SessionRecord) -> Item:
    sites = "، " if active_language() == "ar" else ", "
    facts: list[object] = [_since(each.started_at), _used(each.seen_at)]
    facts += [_("Network %(network)s") % {"network": each.network}] if each.network else []
    return Item(each.device or _("Unknown device"), tuple(facts), text=sites.join(map(str, each.sites)))


def _lock(each: identity.LockRecord) -> Item:
    facts: list[object] = [long_datetime(each.locked_at), words.actor_name(each.actor)]
    tag = (_("in force"), "red")
    if each.unlocked_at:
        tag = (_("over"), "grey")
        by = {"time": long_datetime(each.unlocked_at), "who": words.actor_name(each.unlocked_by)}
        facts.append(_("Unlocked %(time)s: %(who)s") % by)
    detail = each.detail if each.reason == "official" else ""
    return Item(said(words.LOCKS, each.reason), tuple(facts), text=detail, tag=tag)


def _mandate(each: identity.MandateRecord) -> Item:
    side = _("Acts for %(name)s") if each.is_held else _("%(name)s acts for this person")
    until = (_("Until %(time)s") % {"time": long_datetime(each.ends_at)},) if each.ends_at else ()
    facts = (said(words.MANDATES, each.kind), *until)
    return Item(side % {"name": str(each.other)}, facts, tag=tagged(words.MANDATE_STATES, each.state))


def _signal(each: identity.Signal) -> Item:
    title = str(words.SIGNALS[each.kind][0])
    tag = (_("settled"), "grey") if each.settled_at else (_("open"), "red")
    url = "" if each.settled_at else reverse("fraud_signal", args=[each.id])
    return Item(title, (long_datetime(each.last_at), _times(each.count)), text=each.reason, tag=tag, url=url)


def _times(count: int) -> str:
    return _("Seen %(number)s times") % {"number": count} if count > 1 else _("Seen once")


def _notice(each: identity.NoticeRecord) -> Item:
    title = said(words.NOTICES, each.about) if each.about else _("A code, or another message")
    return Item(title, (str(each.channel), long_datetime(each.at)), tag=tagged(words.DELIVERIES, each.state))


def _act(each: identity.ActRecord) -> Item:
    facts = (words.actor_name(each.actor), long_datetime(each.at))
    deed = said(words.DEEDS, each.details["deed"]) if "deed" in each.details else ""
    reason = said(words.REASONS, each.reason) if each.reason else ""
    text = ": ".join(part for part in (deed, reason) if part)
    return Item(said(words.ACTS, each.action), facts, text=text)
