"""Who acted for an applicant, as officials read it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.identity.api import MandateKind

ROLES: Final[Mapping[str, Promise]] = {
    MandateKind.CHILD: _("parent"),
    MandateKind.WARD: _("guardian"),
    MandateKind.COMPANY: _("representative of the company"),
    MandateKind.POWER_OF_ATTORNEY: _("by power of attorney"),
    MandateKind.HEIR: _("heir"),
}


def represented_by(applicant: cases.Applicant) -> str:
    """Return who applied in the applicant's name and why they could; "" where the applicant did so."""
    by = applicant.represented_by
    if by is None:
        return ""
    return gettext("Applied for by %(name)s (%(role)s)") % {"name": by.name, "role": ROLES.get(by.kind, by.kind)}
