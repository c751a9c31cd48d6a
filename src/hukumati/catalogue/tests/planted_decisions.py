# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes about decisions that do not stand: money given back, papers that stay valid, what is said a second time."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

IN_THE_VEHICLE_LICENCE: Final = (
    Planted("flow.yaml", ", once_told: unfinished}", "}", "flow.paid_back", "mot.vehicle_licensed may have been told before", "given_back: {milestone"),
    Planted("flow.yaml", "      give_back: {to: given_back, needs: [reason], four_eyes: true}", "      give_back: {to: given_back, needs: [reason]}", "flow.paid_back", "mot.vehicle_licensed may have been told before", "given_back: {milestone"),
    Planted("flow.yaml", "actions: {handed_over: done, returned: kept}", "actions: {handed_over: done, returned: given_back}", "flow.paid_back", "Add do: [revoke licence]", "given_back: {milestone"),
    Planted("flow.yaml", "      give_back: {to: given_back, needs: [reason], four_eyes: true}\n", "", "flow.endless", "while a register does not answer, a case in 'unfinished' comes to no end", "  unfinished:"),
    Planted("flow.yaml", "once_told: unfinished}", "once_told: ready}", "tell.on_error", "nobody works in 'ready'", "do: [notify received, tell"),
    Planted("flow.yaml", "give_back: {to: given_back, needs: [reason], four_eyes: true}", "give_back: {to: given_back, four_eyes: true}", "flow.paid_back", "mot.vehicle_licensed may have been told before", "given_back: {milestone"),
    Planted("messages/received.yaml", "once: true", "once: false", "flow.said_again", "Add once: true", "do: [notify received", "flow.yaml"),
)  # fmt: skip
IN_THE_DRIVING_LICENCE: Final = (
    Planted("flow.yaml", "    after: {7 days: withdrawn}\n", "", "flow.endless", "waits for a payment", "  to_pay:"),
    Planted("flow.yaml", "    actions: {answer: review}\n    after: {14 days: withdrawn_paid}\n", "    actions: {answer: review}\n", "flow.endless", "waits for an answer", "  waiting_citizen:"),
    Planted("flow.yaml", "      stop_printing: {to: held, needs: [reason]}", "      stop_printing: {to: review, needs: [reason]}", "flow.paid_back", "mot.licence_renewed may have been told before", "  refused:"),
    Planted("flow.yaml", "once_told: unfinished}", "once_told: review}", "flow.said_again", "says the same of 'issuing'", "  issuing:"),
    Planted("form.yaml", "accept: [jpeg, png], hint: photo_hint", "accept: [jpeg, png], required: false, hint: photo_hint", "document.photo", "is not always given", "photo: photo", "documents/licence.yaml"),
    Planted("form.yaml", "accept: [jpeg, png], hint: photo_hint", "accept: [jpeg, png, pdf], hint: photo_hint", "document.photo", "takes other files than pictures", "photo: photo", "documents/licence.yaml"),
    Planted("flow.yaml", "medical_due != true, to: review}", "medical_due != true, to: issuing}", "document.photo", "is sealed before an officer has seen it", "photo: photo", "documents/licence.yaml"),
    Planted("flow.yaml", "then: review}", "then: review, once_told: issuing}", "document.photo", "is sealed before an officer has seen it", "photo: photo", "documents/licence.yaml"),
    Planted("documents/licence.typ", "portrait(d.name_ar, d.name_en)", "[]", "document.photo", "does not set the photo", "photo: photo", "documents/licence.yaml"),
    Planted("flow.yaml", "do: [revoke refusal_letter, tell", "do: [tell", "flow.superseded", "Add do: [revoke refusal_letter]", "  issuing:"),
)  # fmt: skip
IN_THE_EXTRACT: Final = (
    Planted("form.yaml", "{id: basin_no, type: number, min: 1, max: 999999,", "{id: basin_no, type: number, min: 1,", "ask.unbounded", "Add max"),
    Planted("form.yaml", "{id: basin_no, type: number, min: 1, max: 999999,", "{id: basin_no, type: number, max: 999999,", "ask.unbounded", "Add min"),
)  # fmt: skip
KEPT: Final = "actions: {send_again: ready, keep_on_file: done}"
IN_THE_CERTIFICATE: Final = (
    Planted("flow.yaml", KEPT, "actions: {post_again: ready, keep_on_file: done}", "flow.done", "Add done_post_again", KEPT[:9]),
    Planted("flow.yaml", "handed_over: done, returned: kept}", "handed_over: done, returned: review}", "flow.given_again", "'refused' refuses, and 'certificate' of the same case stays valid", "  refused:"),
    Planted("flow.yaml", KEPT, "actions: {send_again: issuing, keep_on_file: done}", "flow.given_again", "'issuing' issues 'certificate' again", "  issuing:"),
    Planted("flow.yaml", KEPT, "actions: {send_again: ready, keep_on_file: done, reject: {to: refused, needs: [reason]}}", "flow.given_again", "'refused' refuses, and 'statement'", "  refused:"),
)  # fmt: skip
IN_THE_BIRTH_CERTIFICATE: Final = (
    Planted("flow.yaml", "actions: {answered: recording_again}", "actions: {answered: issuing}", "flow.endless", "while a register does not answer, a case in 'unfinished' comes to no end", "  unfinished:"),
    Planted("flow.yaml", "      leave_as_it_is: {to: uncorrected, needs: [reason], four_eyes: true}\n", "", "flow.endless", "a case in 'not_corrected' comes to no end", "  not_corrected:"),
)  # fmt: skip
IN_THE_CARD_OF_THE_STATE: Final = (
    Planted("form.yaml", "report_number, type: year_number,", "report_number, type: text,", "ask.unbounded", "Add pattern with pattern_text"),
    Planted("flow.yaml", "do: [revoke temporary, issue refusal_letter, notify refused, refund]", "do: [issue refusal_letter, notify refused, refund]", "flow.paid_back", "Add do: [revoke temporary]", "  refused:"),
)  # fmt: skip
IN_THE_CARD_AGAIN: Final = (
    Planted("flow.yaml", "    tell_after: {correct: producing_again_tell}\n", "", "flow.said_again", "Add tell_after: {correct: TEXT_KEY}", "  producing:"),
)  # fmt: skip
