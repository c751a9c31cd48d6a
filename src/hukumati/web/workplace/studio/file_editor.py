"""Editing a draft's files: one in an editor that works without JavaScript, or all of them as a zip archive."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core.bilingual import active_language
from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.web.confirmation import ask_first
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft, set_notice
from hukumati.web.workplace.studio.check_report import Report, make_report
from hukumati.web.workplace.studio.drafts import render_draft
from hukumati.web.workplace.studio.forms import FileForm, NewFileForm, UploadForm, reason_text

MOST_NUMBERED_LINES = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def file(request: HttpRequest, draft_id: UUID, path: str) -> HttpResponse:
    """Show a file with its diagnostics, and save or remove it."""
    draft = get_draft(request, draft_id)
    if request.method == "POST":
        return _save(request, draft, path)
    found = next((file for file in draft.files if file.path == path), None)
    text = studio.get_texts(analyst=analyst_of(request), draft_id=draft_id).get(path)
    if found is None or text is None:
        raise studio.NoSuchDraft
    form = FileForm(initial={"text": text, "seen": found.revision}, path=path)
    return _page(request, draft, path, form, text)


def _save(request: HttpRequest, draft: studio.DraftView, path: str) -> HttpResponse:
    form = FileForm(request.POST, path=path)
    if not form.is_valid():
        return _page(request, draft, path, form, request.POST.get("text", ""), status=422)
    analyst, seen = analyst_of(request), form.cleaned_data["seen"]
    text = form.cleaned_data["text"]
    try:
        if "remove" in request.POST:
            asked = _ask_to_remove(request, path)
            if asked is not None:
                return asked
            studio.remove_file(analyst=analyst, draft_id=draft.id, path=path, seen=seen, now=now())
            set_notice(request, _("The file %(path)s was removed.") % {"path": path})
            return redirect("studio_draft", draft.id)
        draft = studio.save_file(analyst=analyst, draft_id=draft.id, path=path, text=text, seen=seen, now=now())
    except studio.DraftMovedOn as moved:
        return _page(request, draft, path, form, moved.present or "", status=409, present=moved.present)
    except studio.FileRefused as refused:
        form.add_error("text", reason_text(refused))
        return _page(request, draft, path, form, text, status=422)
    set_notice(request, _saved_text(_report(request, draft, path)))
    return redirect("studio_file", draft.id, path)


def _ask_to_remove(request: HttpRequest, path: str) -> HttpResponse | None:
    return ask_first(
        request,
        question=_("Remove the file %(path)s from the draft?") % {"path": path},
        text=_("What it says is lost with it."),
        yes=_("Yes, remove it"),
        back_url=request.path,
    )


def _report(request: HttpRequest, draft: studio.DraftView, path: str) -> Report:
    checked = studio.check_draft(analyst=analyst_of(request), draft_id=draft.id)
    return make_report(checked=checked, draft=draft, language=active_language(), path=path)


def _saved_text(report: Report) -> str:
    if report.is_sound:
        return _("Saved. No errors, and all scenarios passed.")
    count = len(report.diagnostics)
    text = ngettext("Saved. %(count)s error found.", "Saved. %(count)s errors found.", count)
    return text % {"count": count}


def _page(
    request: HttpRequest,
    draft: studio.DraftView,
    path: str,
    form: FileForm,
    text: str,
    *,
    status: int = 200,
    present: str | None = None,
) -> HttpResponse:
    report = _report(request, draft, path)
    marked = {diagnostic.line for diagnostic in report.diagnostics if diagnostic.is_here}
    lines = text.splitlines()[:MOST_NUMBERED_LINES]
    context: dict[str, object] = {
        **draft_context(request, draft, "studio_draft"),
        "path": path,
        "form": form,
        "report": report,
        "lines": [(number, line, number in marked) for number, line in enumerate(lines, 1)],
        "direction": form.fields["text"].widget.attrs["dir"],
        "line": _line(request),
        "present": present,
        "moved_on": status == 409,
    }
    return render(request, "studio/file.html", context, status=status)


def _line(request: HttpRequest) -> int:
    text = request.GET.get("line", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


@require_POST
@analyst_required
def add(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Create an empty file and open it."""
    form = NewFileForm(request.POST)
    if form.is_valid():
        path = form.cleaned_data["path"]
        try:
            studio.save_file(analyst=analyst_of(request), draft_id=draft_id, path=path, text="", seen=0, now=now())
            return redirect("studio_file", draft_id, path)
        except studio.FileRefused as refused:
            form.add_error("path", reason_text(refused))
    return render_draft(request, draft_id, status=422, new_file_form=form, form=form)


@require_safe
@analyst_required
def download(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Download the draft's folder as a zip archive."""
    draft = get_draft(request, draft_id)
    texts = studio.get_texts(analyst=analyst_of(request), draft_id=draft_id)
    headers = {"Content-Disposition": f'attachment; filename="{draft.slug}.zip"'}
    content = studio.write_zip(slug=draft.slug, texts=texts)
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_POST
@analyst_required
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Replace the draft's files with those of a zip archive."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            texts = studio.read_zip(data=form.content())
            studio.replace_files(analyst=analyst_of(request), draft_id=draft_id, texts=texts, seen=seen, now=now())
            set_notice(request, _("The files of the draft were replaced."))
            return redirect("studio_draft", draft_id)
        except studio.FileRefused as refused:
            form.add_error("file", reason_text(refused))
    return render_draft(request, draft_id, status=422, upload_form=form, form=form)
