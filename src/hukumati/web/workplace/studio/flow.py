"""The flow of a service as a picture and as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import active_language
from hukumati.service_language.api import Definition, Flow
from hukumati.studio import api as studio
from hukumati.web.summaries import MILESTONES
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state in the table: its effects, the role that works on it, its running cases and transitions."""

    name: str
    milestone: str
    running: int
    effects: tuple[str, ...]
    role: str
    edges: tuple[studio.Edge, ...]
    is_start: bool
    is_end: bool


def flow_context(definition: Definition, counts: Mapping[str, int], language: str) -> dict[str, object]:
    """Return the context of `_flow.html`; `counts` are running cases by state."""
    flow = definition.flow
    if not flow.states:
        return {"is_enquiry": True}
    picture = studio.draw_flow(flow=flow, text=_picture_text(definition, language), counts=counts)
    return {"picture": mark_safe(picture.svg), "flow_rows": [_row(flow, name, counts) for name in flow.states]}  # noqa: S308 - the studio escapes every text in it


def _picture_text(definition: Definition, language: str) -> studio.PictureText:
    return studio.PictureText(
        language=language,
        title=_("The flow of “%(service)s”") % {"service": definition.name},
        description=_("The table below the diagram contains the same information."),
        milestones={name: str(text) for name, text in MILESTONES.items()},
    )


def _row(flow: Flow, name: str, counts: Mapping[str, int]) -> StateRow:
    state = flow.states[name]
    return StateRow(
        name=name,
        milestone=str(MILESTONES[state.milestone]),
        running=counts.get(name, 0),
        effects=tuple(f"{effect.kind} {effect.argument}".strip() for effect in state.effects),
        role=state.work.role if state.work else "",
        edges=tuple(studio.outgoing_edges(state)),
        is_start=name == flow.start,
        is_end=state.end,
    )


@require_safe
@analyst_required
def flow(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the flow of a draft, with the running cases of its base version."""
    draft = get_draft(request, draft_id)
    context = draft_context(request, draft, "studio_flow")
    sketch = studio.check_draft(analyst=analyst_of(request), draft_id=draft_id).sketch
    if sketch:
        context |= flow_context(sketch, _counts(draft), active_language())
    return render(request, "studio/flow.html", context)


def _counts(draft: studio.DraftView) -> Mapping[str, int]:
    if not draft.code or not draft.base_id:
        return {}
    return cases.running_cases(service_code=draft.code).get(draft.base_id, {})


@require_safe
@analyst_required
def flow_file(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Download the picture of a draft's flow."""
    draft = get_draft(request, draft_id)
    sketch = studio.check_draft(analyst=analyst_of(request), draft_id=draft_id).sketch
    if sketch is None or not sketch.flow.states:
        raise studio.DraftNotSound
    picture = studio.draw_flow(flow=sketch.flow, text=_picture_text(sketch, active_language()), counts=_counts(draft))
    headers = {"Content-Disposition": f'attachment; filename="{draft.slug}-flow.svg"'}
    return HttpResponse(picture.svg, content_type="image/svg+xml", headers=headers)
