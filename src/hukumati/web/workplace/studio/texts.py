"""The translation sheet: all texts of a draft in both languages, edited on the page or in a spreadsheet."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core.clock import now
from hukumati.core.typed import prose
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft, set_notice
from hukumati.web.workplace.studio.check_report import file_url
from hukumati.web.workplace.studio.forms import TableForm, reason_text

ROWS_PER_PAGE: Final = 40
"""Each row has two fields, and Django refuses requests with too many (DATA_UPLOAD_MAX_NUMBER_FIELDS)."""
LANGUAGES: Final = ("ar", "en")


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def texts(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the texts, those that a language lacks first, and save the changed ones."""
    if request.method == "POST":
        return _save(request, draft_id)
    return _page(request, draft_id)


def _save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    known = {row.key: row for row in _rows(request, draft_id)}
    changed: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language in LANGUAGES:
        for key, row in known.items():
            new = request.POST.get(f"{language}:{key}")
            old = getattr(row, language)
            if new is not None and (plain := prose(new).strip()) != (old or "").strip():
                changed[language][key] = plain
    try:
        count = _write(request, draft_id, changed)
    except studio.FileRefused as refused:
        return _page(request, draft_id, error=reason_text(refused), status=422)
    set_notice(request, _("Texts changed: %(count)s") % {"count": count})
    response = redirect("studio_texts", draft_id)
    response["Location"] += f"?page={request.GET['page']}" if request.GET.get("page", "").isdecimal() else ""
    return response


def _write(request: HttpRequest, draft_id: UUID, changed: dict[str, dict[str, str]]) -> int:
    analyst = analyst_of(request)
    wanted = {language: values for language, values in changed.items() if values}
    texts = studio.write_texts(texts=studio.get_texts(analyst=analyst, draft_id=draft_id), changed=wanted)
    studio.replace_files(
        analyst=analyst,
        draft_id=draft_id,
        texts=texts,
        seen=request.POST.get("seen", ""),
        now=now(),
        action="translated",
    )
    return sum(len(values) for values in wanted.values())


def _rows(request: HttpRequest, draft_id: UUID) -> tuple[studio.TextRow, ...]:
    return studio.read_sheet(texts=studio.get_texts(analyst=analyst_of(request), draft_id=draft_id))


def _page(
    request: HttpRequest, draft_id: UUID, *, error: str = "", status: int = 200, form: TableForm | None = None
) -> HttpResponse:
    draft = get_draft(request, draft_id)
    context: dict[str, object] = {
        **draft_context(request, draft, "studio_texts"),
        "error": error,
        "table_form": form or TableForm(),
        "form": form,
    }
    try:
        rows = _rows(request, draft_id)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
        shown = [(row, [(p, line, file_url(draft, p, line)) for p, line in row.used]) for row in page]
        context |= {"page": page, "rows": shown, "missing": sum(row.is_missing for row in rows), "count": len(rows)}
    except studio.FileRefused as refused:
        context |= {"error": reason_text(refused), "rows": [], "broken": file_url(draft, refused.name)}
    return render(request, "studio/texts.html", context, status=status)


@require_safe
@analyst_required
def table(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Download the texts as a CSV table."""
    draft = get_draft(request, draft_id)
    headers = {"Content-Disposition": f'attachment; filename="{draft.slug}-texts.csv"'}
    content = studio.write_csv(rows=_rows(request, draft_id))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@analyst_required
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Apply the texts of an uploaded CSV table."""
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            data = form.cleaned_data["table"].read(studio.MAX_ARCHIVE_BYTES + 1)
            if len(data) > studio.MAX_ARCHIVE_BYTES:
                raise studio.FileRefused("too_large")
            texts = studio.get_texts(analyst=analyst_of(request), draft_id=draft_id)
            count = _write(request, draft_id, studio.read_csv_sheet(data=data, texts=texts))
            set_notice(request, _("Texts changed: %(count)s") % {"count": count})
            return redirect("studio_texts", draft_id)
        except studio.FileRefused as refused:
            form.add_error("table", reason_text(refused))
    return _page(request, draft_id, status=422, form=form)
