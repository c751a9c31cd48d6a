"""The preview of an enquiry: its answer to the person and registers of a scenario."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from hukumati.service_language.api import Definition
from hukumati.studio import api as studio
from hukumati.web.enquiry_answers import read_answer
from hukumati.web.portal import question_forms


def enquiry_context(
    *, definition: Definition, scenario: studio.Scenario, raw: Mapping[str, Any] | None
) -> dict[str, object]:
    """Return the context of `preview_enquiry.html`; `raw` is what was answered to what is asked first, if anything."""
    context: dict[str, object] = {"service": definition.name, "provider": definition.provider_name}
    try:
        enquiry = studio.simulate_enquiry(definition=definition, scenario=scenario, raw=raw)
        result = enquiry.result()
    except (ValueError, LookupError) as failed:
        return {**context, "failed": str(failed)}
    context |= {"result": result, "silent": result.silent}
    if result.questions:
        context["form"] = question_forms.build(
            session=result.session,
            questions=result.questions,
            data=raw if enquiry.errors and isinstance(raw, QueryDict) else None,
            errors=enquiry.errors or None,
        )
    if result.answer is not None and not enquiry.errors:
        context["answer"] = read_answer(result.answer)
    return context
