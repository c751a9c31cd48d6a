"""The pages for expected errors: a title, and what the person can do."""

from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.errors import HukumatiError
from hukumati.documents import api as documents
from hukumati.enquiries import api as enquiries
from hukumati.identity import api as identity
from hukumati.payments import api as payments
from hukumati.studio import api as studio


@dataclass(frozen=True, slots=True)
class Refusal:
    """A title and one or two sentences."""

    title: Promise
    text: Promise | Bilingual


SENTENCES: Final[dict[type[HukumatiError], Refusal]] = {
    cases.DraftExpired: Refusal(
        _("This draft has expired"), _("Start a new application. Your details will be filled in for you.")
    ),
    cases.ServiceNotOpen: Refusal(
        _("This service does not take applications now"), _("See on its page when it opens again.")
    ),
    cases.PaymentUnderWay: Refusal(
        _("A payment is under way"),
        _("The application cannot be withdrawn while money is moving. Wait until the payment is decided."),
    ),
    cases.NotPossibleHere: Refusal(
        _("This is not possible any more"),
        _("Your application has moved on since you opened this page. Check where it stands now."),
    ),
    cases.CaseMovedOn: Refusal(
        _("This application has changed meanwhile"), _("Check where it stands now, and try again if you still need to.")
    ),
    cases.RequestClosed: Refusal(
        _("This was answered already, or its time is over"), _("Check where your application stands now.")
    ),
    cases.AssuranceTooLow: Refusal(
        _("Sign in with a higher level of assurance to agree"),
        _("This consent needs a stronger proof of who you are than the one you signed in with."),
    ),
    cases.RequestsOpen: Refusal(
        _("Something is still being asked in this case"),
        _("Wait until every side request is answered or missed, then decide."),
    ),
    cases.SlotTaken: Refusal(_("This time is taken"), _("Choose another time.")),
    cases.ClaimedByOther: Refusal(
        _("A colleague has taken this case"), _("Ask them to give it back, or take another case from the inbox.")
    ),
    cases.OwnCase: Refusal(_("Nobody decides their own case"), _("Leave this case to a colleague.")),
    cases.OwnDecision: Refusal(
        _("The applicant objects to your decision"), _("A colleague decides on the objection. Leave this case to them.")
    ),
    payments.PaymentInFlight: Refusal(
        _("A payment is under way"), _("Wait a minute, then open the application again to see how it ended.")
    ),
    payments.BillNotPayable: Refusal(
        _("This bill cannot be paid any more"), _("Open the application to see where it stands.")
    ),
    documents.InspectorBusy: Refusal(
        _("Other files are being checked right now"), _("Your file was not checked. Try again in a minute.")
    ),
    documents.TooManyChecks: Refusal(_("Too many tries"), _("Wait ten minutes and try again.")),
    documents.DocumentDamaged: Refusal(
        _("The document cannot be read at the moment"),
        _("It is registered, but its file could not be read. Try again later; if it stays so, tell the call centre."),
    ),
    studio.OwnDraft: Refusal(
        _("You cannot publish your own draft"),
        _("You worked on this draft or sent it for review. Ask a colleague to publish it or send it back."),
    ),
    studio.DraftMovedOn: Refusal(
        _("This draft has changed"),
        _("Someone else has changed it, or you have in another window. Reload it and try again."),
    ),
    studio.DraftClosed: Refusal(
        _("This draft cannot be edited"),
        _("It is in review, published or discarded. Reload it to see its status."),
    ),
    studio.BaseMovedOn: Refusal(
        _("Another version has been published"),
        _("Update the draft to that version first, or its changes would be undone."),
    ),
    studio.DraftNotSound: Refusal(
        _("This draft contains errors"),
        _("Correct the errors in the check results before the draft goes any further."),
    ),
    studio.NothingChanged: Refusal(
        _("Nothing has been changed"), _("The draft is the same as the version it is based on.")
    ),
    studio.FeeIsExample: Refusal(
        _("The fee is only an example"),
        _("A paid service can be published once its fee is official. Set this in service.yaml once it is decided."),
    ),
    studio.NoSuchDraft: Refusal(
        _("There is no such draft"), _("It was discarded, the file was removed, or it belongs to another ministry.")
    ),
    identity.NoSuchSite: Refusal(
        _("There is no such site"), _("Check its identifier in the list of sites of your government body.")
    ),
    identity.NoSuchAccount: Refusal(_("There is no such account"), _("Look the person up again.")),
    identity.NoSuchLetter: Refusal(
        _("There is no such letter"), _("It was posted already, or its code was used. Open the list again.")
    ),
    identity.NoSuchPaper: Refusal(
        _("There is no such mandate"), _("It was entered by another government body, or never. Look the person up.")
    ),
    identity.RegisterSilent: Refusal(
        _("The register does not answer now"), _("Nothing is lost. Try again in a few minutes.")
    ),
    identity.OwnAccount: Refusal(_("This is about yourself"), _("Leave it to a colleague.")),
    identity.NoSuchVerification: Refusal(
        _("This does not wait for you"), _("A colleague decided on it, or it belongs to another government body.")
    ),
    identity.NoSuchOfficial: Refusal(
        _("There is no such official"), _("Check the staff number in the list of your staff.")
    ),
    identity.RoleNotGiven: Refusal(
        _("You cannot give or take this role"), _("It belongs to another government body, or to your own superior.")
    ),
    identity.NotInThisState: Refusal(
        _("This was done already, or is not possible now"), _("Open the page again and see how things stand.")
    ),
    enquiries.AskedTooOften: Refusal(
        _("You have asked this many times in a short time"),
        _("Nothing is wrong with your account. Wait ten minutes, then open the page again."),
    ),
    enquiries.EnquiryNotOpen: Refusal(
        _("This service gives no answers now"), _("See on its page when it opens again.")
    ),
    catalogue.NoSuchService: Refusal(_("There is no such service"), _("Search for it by other words.")),
}


def explain(error: HukumatiError) -> Refusal | None:
    """Return the words for an error, or for the closest of its base classes."""
    found = next((SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES), None)
    if found is not None and isinstance(error, cases.ServiceNotOpen) and error.reason is not None:
        return replace(found, text=error.reason)
    return found
