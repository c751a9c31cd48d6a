"""A draft as a whole: its files, its report, and its way through review to publication."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hukumati.core.clock import now
from hukumati.core.design.formats import active_language
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft, say_done
from hukumati.web.workplace.studio.activity import deeds_of
from hukumati.web.workplace.studio.comparing import running
from hukumati.web.workplace.studio.forms import NewFileForm, RemarksForm, UploadForm
from hukumati.web.workplace.studio.reporting import report_of


@require_safe
@analyst_required
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft: what is wrong in it, its files, and what may be done with it."""
    return shown(request, draft_id)


def shown(request: HttpRequest, draft_id: UUID, *, status: int = 200, **given: Any) -> HttpResponse:
    """Draw the page of a draft, with a form that was refused where one is given."""
    draft, analyst = get_draft(request, draft_id), analyst_of(request)
    checked = studio.check_draft(analyst=analyst, draft_id=draft_id)
    context: dict[str, Any] = {
        **draft_context(request, draft, "studio_draft"),
        "report": report_of(checked=checked, draft=draft, language=active_language()),
        "remarks_form": RemarksForm(),
        "new_file_form": NewFileForm(),
        "upload_form": UploadForm(),
        "deeds": deeds_of(studio.list_deeds(analyst=analyst, slug=draft.slug)),
        **running(draft, analyst, checked.sketch),
        **given,
    }
    return render(request, "studio/draft.html", context, status=status)


Deed = Callable[[HttpRequest, UUID], str]


def _send(request: HttpRequest, draft_id: UUID) -> str:
    seen = request.POST.get("seen", "")
    studio.send_to_review(analyst=analyst_of(request), draft_id=draft_id, seen=seen, now=now())
    return _("Sent to review. A colleague reads it, and publishes it or sends it back.")


def _take_back(request: HttpRequest, draft_id: UUID) -> str:
    studio.take_back(analyst=analyst_of(request), draft_id=draft_id, now=now())
    return _("Taken back. You can go on writing.")


def _publish(request: HttpRequest, draft_id: UUID) -> str:
    seen = request.POST.get("seen", "")
    published = studio.publish_draft(analyst=analyst_of(request), draft_id=draft_id, seen=seen, now=now())
    return _("Version %(number)s of %(code)s is published: new applications get it from now on.") % {
        "number": published.number,
        "code": published.code,
    }


def _follow(request: HttpRequest, draft_id: UUID) -> str:
    followed = studio.follow_current(analyst=analyst_of(request), draft_id=draft_id, now=now())
    if not followed.both:
        return _("The draft now begins from the published version, and keeps what you changed.")
    return _(
        "The draft now begins from the published version. Both had changed these files; your text stands, compare it: "
        "%(files)s"
    ) % {"files": ", ".join(followed.both)}


def _discard(request: HttpRequest, draft_id: UUID) -> str:
    studio.discard_draft(analyst=analyst_of(request), draft_id=draft_id, now=now())
    return _("The draft was discarded.")


DEEDS: Final[dict[str, Deed]] = {
    "send": _send, "take_back": _take_back, "publish": _publish, "follow": _follow, "discard": _discard,
}  # fmt: skip


class DeedForm(forms.Form):
    """Which step of the review is taken."""

    deed = forms.ChoiceField(choices=[(name, name) for name in DEEDS])


@require_POST
@analyst_required
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take one step of the review."""
    form = DeedForm(request.POST)
    if not form.is_valid():
        return redirect("studio_draft", draft_id)
    deed = form.cleaned_data["deed"]
    say_done(request, DEEDS[deed](request, draft_id))
    return redirect("studio_services") if deed == "discard" else redirect("studio_draft", draft_id)


@require_POST
@analyst_required
def send_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send a draft back with remarks."""
    form = RemarksForm(request.POST)
    if not form.is_valid():
        return shown(request, draft_id, status=422, remarks_form=form, form=form)
    remarks = form.cleaned_data["remarks"]
    studio.send_back(analyst=analyst_of(request), draft_id=draft_id, remarks=remarks, now=now())
    say_done(request, _("Sent back. Its writers read your remarks."))
    return redirect("studio_draft", draft_id)
