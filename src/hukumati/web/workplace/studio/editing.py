"""Writing files: one in an editor that works without JavaScript, or all of them as a zip archive."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core.clock import now
from hukumati.core.design.formats import active_language
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft, say_done
from hukumati.web.workplace.studio.drafts import shown
from hukumati.web.workplace.studio.forms import FileForm, NewFileForm, UploadForm, reason_text
from hukumati.web.workplace.studio.reporting import Report, report_of

ARABIC_FILES = ("text/ar.yaml", "guide/ar.md")
MOST_NUMBERED_LINES = 2000


def _way_of_writing(path: str) -> dict[str, str]:
    """Texts in Arabic run from right to left; YAML, CSV and typst from left to right."""
    return {"direction": "rtl", "language": "ar"} if path in ARABIC_FILES else {"direction": "ltr", "language": ""}


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def file(request: HttpRequest, draft_id: UUID, path: str) -> HttpResponse:
    """Show one file with what is wrong in it, and keep what was written."""
    draft = get_draft(request, draft_id)
    if request.method == "POST":
        return _saved(request, draft, path)
    found = next((file for file in draft.files if file.path == path), None)
    text = studio.get_texts(analyst=analyst_of(request), draft_id=draft_id).get(path)
    if found is None or text is None:
        raise studio.NoSuchDraft
    form = FileForm(initial={"text": text, "seen": found.revision}, **_way_of_writing(path))
    return _page(request, draft, path, form, text)


def _saved(request: HttpRequest, draft: studio.DraftView, path: str) -> HttpResponse:
    form = FileForm(request.POST, **_way_of_writing(path))
    if not form.is_valid():
        return _page(request, draft, path, form, request.POST.get("text", ""), status=422)
    written = form.cleaned_data
    hers: dict[str, Any] = {
        "analyst": analyst_of(request),
        "draft_id": draft.id,
        "path": path,
        "seen": written["seen"],
        "now": now(),
    }
    try:
        if "remove" in request.POST:
            studio.remove_file(**hers)
            say_done(request, _("The file %(path)s was removed.") % {"path": path})
            return redirect("studio_draft", draft.id)
        draft = studio.save_file(text=written["text"], **hers)
    except studio.DraftMovedOn as moved:
        return _page(request, draft, path, form, moved.present or "", status=409, present=moved.present)
    except studio.FileRefused as refused:
        form.add_error("text", reason_text(refused))
        return _page(request, draft, path, form, written["text"], status=422)
    say_done(request, _outcome(_report(request, draft, path)))
    return redirect("studio_file", draft.id, path)


def _report(request: HttpRequest, draft: studio.DraftView, path: str) -> Report:
    checked = studio.check_draft(analyst=analyst_of(request), draft_id=draft.id)
    return report_of(checked=checked, draft=draft, language=active_language(), path=path)


def _outcome(report: Report) -> str:
    if report.is_sound:
        return _("Saved. Nothing is wrong, and every scenario passed.")
    count = len(report.faults)
    told = ngettext("Saved. The checks name %(count)s mistake.", "Saved. The checks name %(count)s mistakes.", count)
    return told % {"count": count}


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
    marked = {fault.line for fault in report.faults if fault.here}
    lines = text.splitlines()[:MOST_NUMBERED_LINES]
    context: dict[str, Any] = {
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
    asked = request.GET.get("line", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


@require_POST
@analyst_required
def add(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Make an empty file and open it."""
    form = NewFileForm(request.POST)
    if form.is_valid():
        path = form.cleaned_data["path"]
        try:
            studio.save_file(analyst=analyst_of(request), draft_id=draft_id, path=path, text="", seen=0, now=now())
            return redirect("studio_file", draft_id, path)
        except studio.FileRefused as refused:
            form.add_error("path", reason_text(refused))
    return shown(request, draft_id, status=422, new_file_form=form, form=form)


@require_safe
@analyst_required
def download(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Return the draft's folder as a zip archive."""
    draft = get_draft(request, draft_id)
    texts = studio.get_texts(analyst=analyst_of(request), draft_id=draft_id)
    return archive(draft.slug, texts)


def archive(slug: str, texts: dict[str, str]) -> HttpResponse:
    """Answer with a folder as a zip archive."""
    headers = {"Content-Disposition": f'attachment; filename="{slug}.zip"'}
    return HttpResponse(studio.write_zip(slug=slug, texts=texts), content_type="application/zip", headers=headers)


@require_POST
@analyst_required
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Replace the draft's files by those of a zip archive."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            texts = studio.read_zip(data=form.content())
            studio.replace_files(analyst=analyst_of(request), draft_id=draft_id, texts=texts, seen=seen, now=now())
            say_done(request, _("The draft now holds the files of the archive."))
            return redirect("studio_draft", draft_id)
        except studio.FileRefused as refused:
            form.add_error("file", reason_text(refused))
    return shown(request, draft_id, status=422, upload_form=form, form=form)
