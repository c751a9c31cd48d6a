"""What an official does to the account that is open: with a reason, and after a sign-in of the last ten minutes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.identity import api as identity
from hukumati.interoperability import api as registers
from hukumati.web.sign_in.person import recent_sign_in_required
from hukumati.web.workplace.citizens.forms import ActForm, DeceasedForm, MergeForm, UnbindForm
from hukumati.web.workplace.citizens.officials import find_file, number_of, officer_required
from hukumati.web.workplace.citizens.words import REFUSED, words_for
from hukumati.web.workplace.counter.words import described

Typed = Mapping[str, str]
Doer = Callable[[str, str, Typed], None]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what its page says, what is typed, what does it (account, official, typed), and what is said then."""

    title: Promise
    text: Promise
    button: Promise
    form: type[ActForm]
    do: Doer
    done: str
    asks_register: bool = False


def _lock(account: str, officer: str, typed: Typed) -> None:
    identity.lock_account(account=account, officer=officer, reason=typed["reason"])


def _sign_out(account: str, officer: str, typed: Typed) -> None:
    identity.end_all_sessions(account=account, officer=officer, reason=typed["reason"])


def _unbind(account: str, officer: str, typed: Typed) -> None:
    identity.propose_unbinding(account=account, factor=typed["factor"], officer=officer, reason=typed["reason"])


def _merge(account: str, officer: str, typed: Typed) -> None:
    identity.propose_merge(kept=account, gone=typed["other"], officer=officer, reason=typed["reason"])


def _deceased(account: str, officer: str, typed: Typed) -> None:
    identity.propose_deceased(account=account, document=typed["document"], officer=officer, reason=typed["reason"])


def _reopen(account: str, officer: str, typed: Typed) -> None:
    identity.propose_reopening(account=account, officer=officer, reason=typed["reason"])


PROPOSE: Final = gettext_lazy("Propose")
ACTS: Final[Mapping[str, Act]] = {
    "lock": Act(
        gettext_lazy("Lock this account?"),
        gettext_lazy(
            "Nobody can sign in until an official has seen the holder. All devices are signed out at once, and the "
            "holder is told."
        ),
        gettext_lazy("Lock the account"),
        ActForm,
        _lock,
        "lock",
    ),
    "sign_out": Act(
        gettext_lazy("Sign this account out everywhere?"),
        gettext_lazy(
            "All devices are signed out, and sites lose the permissions that go on without them. The holder can sign "
            "in again, and is told."
        ),
        gettext_lazy("Sign out everywhere"),
        ActForm,
        _sign_out,
        "sign_out",
    ),
    "unbind": Act(
        gettext_lazy("Remove a lost way to sign in"),
        gettext_lazy(
            "A second official decides within seven days. The holder is told now and when it is removed; then all "
            "devices are signed out."
        ),
        PROPOSE,
        UnbindForm,
        _unbind,
        "proposed",
    ),
    "merge": Act(
        gettext_lazy("Merge with another account of the same person"),
        gettext_lazy(
            "This account stays and the other one ends. A second official decides within seven days. Find the other "
            "account first, so that it stands here."
        ),
        PROPOSE,
        MergeForm,
        _merge,
        "proposed",
    ),
    "deceased": Act(
        gettext_lazy("The holder died"),
        gettext_lazy(
            "Ask the population register first: on its word the account is closed at once. If it does not answer, or "
            "the death is not in it yet, a second official decides by a document."
        ),
        PROPOSE,
        DeceasedForm,
        _deceased,
        "proposed",
        asks_register=True,
    ),
    "reopen": Act(
        gettext_lazy("Reopen an account that was closed by mistake"),
        gettext_lazy("A second official decides within seven days. The holder is told."),
        PROPOSE,
        ActForm,
        _reopen,
        "proposed",
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
@recent_sign_in_required
def act(request: HttpRequest, look_id: UUID, name: str) -> HttpResponse:
    """Ask for the reason of an act, and do it."""
    found = find_file(request, look_id)
    if found is None:
        return redirect(f"{reverse('citizens')}?over=1")
    wanted, officer = ACTS[name], number_of(request)
    form = wanted.form(request.POST or None, file=found, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            wanted.do(found.record.id, officer, form.cleaned_data)
        except REFUSED as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _back_to(found, wanted.done)
    return _page(request, found, wanted, form)


@never_cache
@require_POST
@officer_required
@recent_sign_in_required
def ask_register(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Ask the population register whether the holder died, and close the account if it says so."""
    found = find_file(request, look_id)
    if found is None:
        return redirect(f"{reverse('citizens')}?over=1")
    try:
        identity.close_by_register(account=found.record.id, officer=number_of(request))
    except REFUSED as refusal:
        said = words_for(refusal)
    except registers.InteroperabilityError:
        said = _("The register does not answer now, or does not know the number. Try again later, or use a document")
    else:
        return _back_to(found, "deceased")
    form = DeceasedForm(None, file=found, officer=number_of(request))
    return _page(request, found, ACTS["deceased"], form, said=said, status=409)


def _back_to(found: identity.AccountFile, done: str) -> HttpResponse:
    return redirect(f"{reverse('citizen', args=[found.look])}?done={done}")


def _page(
    request: HttpRequest, found: identity.AccountFile, wanted: Act, form: ActForm, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **described(found.record),
        "file": found,
        "act": wanted,
        "form": form,
        "said": said,
        "form_url": request.path.removesuffix("register/"),
        "asks_register": wanted.asks_register and bool(found.record.id_number),
    }
    return render(request, "workplace/citizens/act.html", context, status=422 if form.errors else status)
