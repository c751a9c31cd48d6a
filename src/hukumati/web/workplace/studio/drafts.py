"""The main page of a draft: its files, its report, and the steps from writing to publication."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hukumati.core.bilingual import active_language
from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.web.confirmation import ask_first
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft, set_notice
from hukumati.web.workplace.studio.activity import activity_context
from hukumati.web.workplace.studio.check_report import make_report
from hukumati.web.workplace.studio.differences import running_cases_context
from hukumati.web.workplace.studio.forms import NewFileForm, RemarksForm, UploadForm


@require_safe
@analyst_required
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft: the report of its checks, its files, and the next steps."""
    return render_draft(request, draft_id)


def render_draft(request: HttpRequest, draft_id: UUID, *, status: int = 200, **overrides: object) -> HttpResponse:
    """Render the page of a draft; `overrides` replace parts of its context, such as a form with errors."""
    draft, analyst = get_draft(request, draft_id), analyst_of(request)
    checked = studio.check_draft(analyst=analyst, draft_id=draft_id)
    context: dict[str, object] = {
        **draft_context(request, draft, "studio_draft"),
        "report": make_report(checked=checked, draft=draft, language=active_language()),
        "remarks_form": RemarksForm(),
        "new_file_form": NewFileForm(),
        "upload_form": UploadForm(),
        **activity_context(request, studio.list_activity(analyst=analyst, slug=draft.slug)),
        **running_cases_context(draft, analyst, checked.sketch),
        **overrides,
    }
    return render(request, "studio/draft.html", context, status=status)


Step = Callable[[HttpRequest, UUID], str]
"""Takes a step of the review and returns the sentence that the next page shows."""


def _send(request: HttpRequest, draft_id: UUID) -> str:
    seen = request.POST.get("seen", "")
    studio.send_to_review(analyst=analyst_of(request), draft_id=draft_id, seen=seen, now=now())
    return _("Sent for review. A colleague will publish it or send it back.")


def _take_back(request: HttpRequest, draft_id: UUID) -> str:
    studio.take_back(analyst=analyst_of(request), draft_id=draft_id, now=now())
    return _("Withdrawn from review. You can continue editing.")


def _publish(request: HttpRequest, draft_id: UUID) -> str:
    seen = request.POST.get("seen", "")
    published = studio.publish_draft(analyst=analyst_of(request), draft_id=draft_id, seen=seen, now=now())
    return _("Version %(number)s of %(code)s is published. New applications will use it from now on.") % {
        "number": published.number,
        "code": published.code,
    }


def _rebase(request: HttpRequest, draft_id: UUID) -> str:
    rebased = studio.rebase_draft(analyst=analyst_of(request), draft_id=draft_id, now=now())
    if not rebased.conflicts:
        return _("The draft is now based on the published version and keeps your changes.")
    return _(
        "The draft is now based on the published version. These files had been changed in both; your text was kept, so "
        "check it: %(files)s"
    ) % {"files": ", ".join(rebased.conflicts)}


def _discard(request: HttpRequest, draft_id: UUID) -> str:
    studio.discard_draft(analyst=analyst_of(request), draft_id=draft_id, now=now())
    return _("Draft discarded.")


STEPS: Final[dict[str, Step]] = {
    "send": _send, "take_back": _take_back, "publish": _publish, "rebase": _rebase, "discard": _discard,
}  # fmt: skip


class StepForm(forms.Form):
    """The step that was chosen."""

    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])


@require_POST
@analyst_required
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take one step of the review."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return redirect("studio_draft", draft_id)
    step = form.cleaned_data["step"]
    asked = _ask_to_discard(request, draft_id) if step == "discard" else None
    if asked is not None:
        return asked
    set_notice(request, STEPS[step](request, draft_id))
    return redirect("studio_services") if step == "discard" else redirect("studio_draft", draft_id)


def _ask_to_discard(request: HttpRequest, draft_id: UUID) -> HttpResponse | None:
    studio.get_draft(analyst=analyst_of(request), draft_id=draft_id)  # a stranger's draft is not there, nor asked about
    return ask_first(
        request,
        question=_("Discard this draft?"),
        text=_("Nobody can edit or publish it any more."),
        yes=_("Yes, discard it"),
        back_url=reverse("studio_draft", args=[draft_id]),
    )


@require_POST
@analyst_required
def send_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send a draft back with remarks."""
    form = RemarksForm(request.POST)
    if not form.is_valid():
        return render_draft(request, draft_id, status=422, remarks_form=form, form=form)
    remarks = form.cleaned_data["remarks"]
    studio.send_back(analyst=analyst_of(request), draft_id=draft_id, remarks=remarks, now=now())
    set_notice(request, _("Sent back with your comments."))
    return redirect("studio_draft", draft_id)
