"""Mistakes about a second person who agrees, planted into the marriage's folder."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

NO_NUMBER: Final = "is not the ID number of a person"
NOT_ASKED: Final = "a person who has not been asked for the consent spouse_consent"
IN_THE_CONSENT: Final = (
    # who
    Planted("requests.yaml", "by: spouse_id", "by: spouse_name", "request.consent", f"'spouse_name' {NO_NUMBER}"),
    Planted("requests.yaml", "by: spouse_id", "by: \"'900000001'\"", "request.consent", NO_NUMBER),
    Planted(
        "requests.yaml",
        "by: spouse_id",
        "by: applicant.id_number",
        "request.consent",
        "lets the applicant agree with themself",
    ),
    Planted("requests.yaml", "by: spouse_id", "by: spouse", "expression.name", "Did you mean spouse_id?"),
    Planted("requests.yaml", "  by: spouse_id\n", "", "request.by", "does not say 'by'", "spouse_consent:"),
    Planted("requests.yaml", "  party: other_spouse\n", "", "request.party", "does not say 'party'", "spouse_consent:"),
    # to what
    Planted(
        "requests.yaml",
        "  statement: spouse_agrees\n",
        "",
        "request.statement",
        "does not say 'statement'",
        "spouse_consent:",
    ),
    Planted(
        "requests.yaml",
        "statement: spouse_agrees",
        "statement: spouse_agree",
        "text.missing",
        "'spouse_agree' is not in text/ar.yaml",
    ),
    Planted("requests.yaml", "shows: [name, ", "shows: [nme, ", "request.shows", "Did you mean name?"),
    Planted(
        "requests.yaml",
        "  shows: [name, spouse_name, wedding_on, session_on]\n",
        "",
        "request.shows",
        "does not say 'shows'",
        "spouse_consent:",
    ),
    Planted("requests.yaml", "kind: consent", "kind: opinion", "request.of", "does not say 'of'", "spouse_consent:"),
    Planted(
        "text/en.yaml",
        "spouse_agrees: I agree",
        "spouse_agreed: I agree",
        "text.untranslated",
        "'spouse_agrees' has no English text",
        "spouse_agrees:",
        "text/ar.yaml",
    ),
    # until when, and what rests on it
    Planted(
        "requests.yaml",
        "due: 14 days",
        "due: 14 days\n  when_late: wait",
        "request.consent",
        "would be awaited for ever",
        "when_late",
    ),
    Planted("requests.yaml", "  due: 14 days\n", "", "schema.required", "lacks 'due'", "spouse_consent:"),
    Planted(
        "flow.yaml",
        "do: [request spouse_consent]",
        "do: []",
        "request.unused",
        "nothing opens the request 'spouse_consent'",
        "spouse_consent:",
        "requests.yaml",
    ),
    Planted(
        "flow.yaml",
        "    until: requests_closed\n    actions:\n      requests_closed:",
        "    until: requests_closed\n    actions:\n      answered:",
        "flow.until",
        "does not say where it leads",
        "until: requests_closed",
    ),
    # registers about them
    Planted(
        "service.yaml",
        "{interior.family: spouse_id}",
        "{interior.family: spouse_name}",
        "agreement.about",
        "whomever 'spouse_name' names",
    ),
    Planted(
        "service.yaml", "keep: {", "ask_first: [interior.family]\nkeep: {", "agreement.consent", NOT_ASKED, "ask_about:"
    ),
    Planted(
        "flow.yaml", "submit: asking", "submit: reading", "agreement.consent", NOT_ASKED, "ask_about:", "service.yaml"
    ),
)
