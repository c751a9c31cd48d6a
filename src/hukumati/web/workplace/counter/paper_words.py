"""What officials read of a mandate on paper, and of a refusal."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.bilingual import active_language
from hukumati.core.design.formats import long_date, long_datetime
from hukumati.core.design.parts import Row
from hukumati.identity import api as identity

KINDS: Final[Mapping[identity.MandateKind, Promise]] = {
    identity.MandateKind.WARD: gettext_lazy("Guardian by order of a court"),
    identity.MandateKind.POWER_OF_ATTORNEY: gettext_lazy("Power of attorney"),
}
STATES: Final[Mapping[identity.MandateState, tuple[Promise, str]]] = {
    identity.MandateState.PROPOSED: (gettext_lazy("waits for a second official"), "yellow"),
    identity.MandateState.ACTIVE: (gettext_lazy("may be used"), "green"),
    identity.MandateState.ENDED: (gettext_lazy("ended"), "grey"),
    identity.MandateState.REVOKED: (gettext_lazy("revoked"), "red"),
    identity.MandateState.EXPIRED: (gettext_lazy("its time is over"), "grey"),
}
DEEDS: Final[Mapping[identity.MandateDeed, Promise]] = {
    identity.MandateDeed.VIEW: gettext_lazy("See applications and answers"),
    identity.MandateDeed.APPLY: gettext_lazy("Apply"),
    identity.MandateDeed.PAY: gettext_lazy("Pay"),
    identity.MandateDeed.COLLECT: gettext_lazy("Collect documents"),
}
REFUSALS: Final[Mapping[str, Promise]] = {
    "same_officer": gettext_lazy("You take part in it, or entered it yourself. Leave it to a colleague"),
    "self": gettext_lazy("Both ID numbers are the same. Enter the number of each person"),
    "bad_term": gettext_lazy("The time is over, or ends before it begins. Compare the days with the paper"),
    "no_deed": gettext_lazy("Choose what may be done"),
    "not_open": gettext_lazy("This mandate is over. Nothing was changed"),
}


def words_for(refusal: identity.PaperRefused) -> str:
    """Return what a refusal means, and what to do."""
    return str(REFUSALS.get(str(refusal), _("This is not possible with this mandate. Nothing was changed")))


def described(paper: identity.PaperRecord) -> dict[str, object]:
    """Return a mandate with its state in words, for templates."""
    text, colour = STATES[paper.state]
    return {"paper": paper, "kind": KINDS[paper.kind], "state_text": text, "state_colour": colour}


def rows_of(paper: identity.PaperRecord) -> list[Row]:
    """Return a mandate as lines of a summary."""
    comma = "، " if active_language() == "ar" else ", "
    names = {each.code: str(each.name) for each in identity.list_mandate_takers(kind=paper.kind)}
    services = comma.join(names.get(each, each) for each in paper.services)
    rows = [
        Row(_("Who is represented"), paper.represented),
        Row(_("Who represents"), paper.representative),
        Row(_("Services"), services or _("Every service that takes this kind of mandate")),
        Row(_("What may be done"), comma.join(str(DEEDS[each]) for each in paper.deeds)),
        Row(_("From"), long_date(paper.starts_at)),
        Row(_("Until"), long_date(paper.ends_at) if paper.ends_at else _("Until it is ended")),
        Row(_("Number of the paper"), paper.reference),
        Row(_("Entered by"), paper.entered_by, ltr=True),
        Row(_("Entered at"), long_datetime(paper.entered_at)),
    ]
    decided = Row(_("Confirmed or ended by"), paper.decided_by, ltr=True)
    return [*rows, decided] if paper.decided_by and paper.decided_by != paper.entered_by else rows
