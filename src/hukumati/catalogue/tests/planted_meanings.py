# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes that mean something, only not what was meant: planted into sound folders, each must be found."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

CLEAR: Final = "{when: registers.moj.criminal_record.clear, to: issuing}, {to: review}]"
BEHIND_CLEAR: Final = "{when: registers.moj.criminal_record.clear, to: issuing}, {when: registers.moj.criminal_record.clear && fee > 0, to: refused}"
OTHER: Final = "purpose == 'employment'"
OF_THE_CERTIFICATE: Final = (
    # money is money, of one currency
    Planted("rules/fee.csv", "amount('10.00')", "10", "expression.money", "Write amount('10.00')"),
    Planted("rules/fee.csv", "amount('20.00')", "amount('20.00') + 5", "expression.money", "added to the number 5"),
    Planted("rules/fee.csv", "amount('20.00')", "\"amount('20.00') + amount('1.000', 'JOD')\"", "expression.money", "ILS and JOD are put together"),
    Planted("rules/fee.csv", "amount('20.00')", "amount('20.001')", "expression.money", "not an amount in ILS"),
    Planted("rules/fee.csv", "amount('20.00')", "amount('20.00') * amount('2.00')", "expression.money", "multiplied by money"),
    Planted("rules/fee.csv", "amount('20.00')", "\"amount('20.000', 'JOD')\"", "expression.money", "the cell gives JOD"),
    Planted("flow.yaml", "when: fee > 0", "when: fee > 5", "expression.money", "compared with the number 5"),
    # what is never reached
    Planted("rules/fee.csv", "2,,amount", "2,purpose == 'study',amount('5.00'),fee_standard,x\n3,,amount", "table.shadowed", "the row 2 never decides"),
    Planted("flow.yaml", CLEAR, f"{BEHIND_CLEAR}, {{to: review}}]", "flow.shadowed", "'refused' is never taken", "answered: ["),
    Planted("flow.yaml", "- {to: stating}", "- {when: registers.moj.criminal_record == null, to: refused}\n          - {to: stating}", "flow.shadowed", "never taken"),
    # what is typed is read before it is sealed
    Planted("flow.yaml", "{when: purpose == 'other', to: review}, ", "", "document.free_text", "'purpose_detail' is typed", "purpose_ar:", "documents/certificate.yaml"),
    # codes behind a guard against null
    Planted("form.yaml", OTHER, "purpose != null && purpose == 'employ'", "expression.constant", "never holds"),
    Planted("rules/fee.csv", "purpose == 'study'", "purpose != null && purpose == 'studies'", "expression.constant", "never holds"),
    Planted("rules/eligibility.csv", "applicant.alive == false", "applicant.kind != null && applicant.kind == 'tourist'", "expression.constant", "never holds"),
    Planted("rules/eligibility.csv", "applicant.age < 18", "applicant.age != null && applicant.age < 0", "expression.constant", "never holds"),
    Planted("flow.yaml", "when: fee > 0", 'when: "fee != null && fee.x > 0"', "expression.fails", "cannot be worked out"),
    Planted("form.yaml", OTHER, "purpose == 'other' && today > date('2026-13-01')", "expression.fails", "cannot be worked out"),
    # texts, roles, names, time
    Planted("text/en.yaml", "received_subject: We have received your application {reference}", "received_subject: We have received your application {reference",
            "text.braces", "received_subject"),
    Planted("text/ar.yaml", "received_subject: استلمنا طلبك {reference}", "received_subject: استلمنا طلبك {reference}}", "text.braces", "received_subject"),
    Planted("text/en.yaml", "Dear {name},\n\n  We have", "Dear name},\n\n  We have", "text.braces", "received_email", "received_email:"),
    Planted("flow.yaml", "role: moj.officer", "role: moj.producer", "flow.role", "nobody at moj has the role 'producer'"),
    Planted("flow.yaml", "role: moj.officer", "role: pla.producer", "flow.role", "Known are: officer, inspector"),
    Planted("service.yaml", "clock_stops_in: [waiting_citizen]", "clock_stops_in: [waiting_citizen, checking, review, not_recorded, unfinished]", "promise.clock", "stands in every state"),
    Planted("service.yaml", "id: ps.moj.non-conviction-certificate ", "id: ps.moj.summary ", "service.id", "belongs to 'summary'"),
    Planted("service.yaml", "code: MOJ-NCC", "code: MOJ-APP", "service.code", "belongs to 'app'"),
    Planted("service.yaml", "reference_prefix: NCC", "reference_prefix: APP", "service.reference_prefix", "belongs to 'app'"),
    Planted("service.yaml", "fee: {table: rules/fee.csv", "discount: {table: rules/eligibility.csv, hit: FIRST, gives: {eligible: bool, reason: text}}\n  fee: {table: rules/fee.csv",
            "rules.unused", "nothing asks the table 'discount'"),
    Planted("flow.yaml", "to_pay:\n    milestone: submitted", "to_pay:\n    do: [refund]\n    milestone: submitted", "flow.refund", "nothing was paid", "do: [refund]"),
    Planted("flow.yaml", "reject: {to: refused", "propose: {to: refused", "flow.reserved", "another name"),
    Planted("flow.yaml", "reject: {to: refused", "escalated: {to: refused", "flow.reserved", "another name"),
    Planted("flow.yaml", "ask_citizen: {to", "late: {to", "flow.reserved", "another name"),
)  # fmt: skip

GUARDIAN: Final = '{id: guardian, type: text, show_if: "heirs.exists(_h, years_between(_h.born, today) < 18)"}'
OF_THE_SPECIMEN: Final = (
    # a group for each chosen record
    Planted("form.yaml", "{id: bank, type: iban}", "{id: bank, type: iban}\n      - {id: causes, type: group, each: fine, label: fines, ask: [{id: cause, type: text, label: heirs}]}", "form.each", "Known are: fines", "id: causes"),
    Planted("form.yaml", "{id: bank, type: iban}", "{id: bank, type: iban}\n      - {id: causes, type: group, each: vehicle, label: fines, ask: [{id: cause, type: text, label: heirs}]}", "form.each", "no question of type records", "id: causes"),
    Planted("form.yaml", "{id: bank, type: iban}", "{id: bank, type: iban}\n      - {id: causes, type: group, each: fines, min: 1, label: fines, ask: [{id: cause, type: text, label: heirs}]}", "form.each", "has no meaning", "id: causes"),
    Planted("form.yaml", "{id: bank, type: iban}", "{id: bank, type: iban}\n      - {id: causes, type: group, each: fines, label: fines, ask: [{id: record, type: text, label: heirs}]}", "form.each", "the chosen record itself", "id: causes"),
    Planted("form.yaml", "{id: bank, type: iban}", "{id: bank, type: iban}\n      - {id: causes, type: group, each: fines, label: fines, ask: [{id: cause, type: text, label: heirs, show_if: _it.recrd.number == 'x'}]}", "expression.element", "Did you mean record", "id: causes"),
    # conditions inside a group
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 60, show_if: _it.share > 5}", "expression.later", "asked later"),
    Planted("form.yaml", "max: 100, required: false}", "max: 100, show_if: \"_it.name == 'x'\"}", "expression.element", "Did you mean full_name"),
    Planted("form.yaml", "max: 100, required: false}", "max: 100, required_if: size(_it.full_name) > 60}", "expression.constant", "never holds"),
    Planted("form.yaml", "max: 100, required: false}", "max: 100, show_if: guardian == 'x'}", "expression.later", "asked later"),
    # patterns, decimals, times
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 60, pattern: '(a+)+', pattern_text: heirs}", "form.pattern", "stands in another"),
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 60, pattern: '[A-Z', pattern_text: heirs}", "form.pattern", "cannot be read"),
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 60, pattern: '(?:a.|.a){30}', pattern_text: heirs}", "form.pattern", "ways"),
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 500, pattern: '[A-Z]+', pattern_text: heirs}", "form.pattern", "more than 200 letters"),
    Planted("form.yaml", "{id: full_name, type: text, max: 60}", "{id: full_name, type: text, max: 60, pattern: '[A-Z]+'}", "form.pattern", "Add pattern_text"),
    Planted("form.yaml", "{id: share, type: number, min: 1, max: 100, required: false}", "{id: share, type: number, decimals: 2, required: false}", "form.word", "no meaning"),
    Planted("form.yaml", "{id: share, type: number, min: 1, max: 100, required: false}", "{id: share, type: decimal, required: false}", "form.decimal", "lacks 'decimals'"),
    Planted("form.yaml", "{id: share, type: number, min: 1, max: 100, required: false}", "{id: share, type: decimal, decimals: 2, min: '2.5', max: '1.50', required: false}", "form.bound", "min is above max"),
    Planted("form.yaml", "{id: share, type: number, min: 1, max: 100, required: false}", "{id: share, type: time, min: '8:00', required: false}", "form.bound", "Write a time in quotes"),
    Planted("form.yaml", "{id: guardian, type: text, show_if", "{id: opens, type: time}\n      - {id: guardian, type: text, required_if: \"opens == '24:00'\", show_if", "expression.constant", "never holds", "required_if:"),
    # values worked out by name
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  twice: {is: size(fines) * 2, gives: number}", "computes.unused", "nothing reads 'twice'", "twice:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  one: {is: two + 1, gives: number, label: heirs}\n  two: {is: one - 1, gives: number, label: heirs}", "computes.circle", "worked out from itself", "one:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  own: {is: own + 1, gives: number, label: heirs}", "computes.circle", "worked out from itself", "own:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  heirs: {is: size(fines), gives: number, label: heirs}", "computes.name", "already", "heirs:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  many: {is: size(fines) > 1, gives: number, label: heirs}", "computes.type", "does not give number", "many:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  each: {is: 100 / size(heirs), gives: number, label: heirs}", "expression.fails", "Guard what may be missing", "each:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  sum: {is: offr, gives: money, currency: ILS, label: heirs}", "expression.name", "Did you mean offer", "sum:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  half: {is: 'offer == null ? null : offer / 2', gives: money, label: heirs}", "computes.currency", "money without a currency", "half:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  more: {is: 'offer == null ? null : offer + 5', gives: money, currency: ILS, label: heirs}", "expression.money", "added to the number 5", "more:"),
    Planted("service.yaml", "kind: paid", "kind: paid\ncomputes:\n  all: {is: 'heirs.map(_a, heirs.map(_b, heirs.map(_c, heirs.map(_d, 1)))).size()', gives: number, label: heirs}", "expression.refused", "too long", "all:"),
    # the days of a call
    Planted("service.yaml", "status: {is: open}", "status: {is: open}\naccepts: {from: 2026-10-01, until: 2026-09-30}", "service.call", "before it opens", "accepts:"),
    Planted("service.yaml", "status: {is: open}", "status: {is: open}\naccepts: {until: 2026-02-30}", "service.call", "Write a day of the calendar", "accepts:"),
    # required by condition, bounds that move
    Planted("form.yaml", GUARDIAN, '{id: guardian, type: text, required_if: "size(fines) > 900"}', "expression.constant", "never holds"),
    Planted("form.yaml", GUARDIAN, '{id: guardian, type: text, required_if: "size(photo) > 0"}', "expression.later", "asked later"),
    Planted("form.yaml", GUARDIAN, '{id: guardian, type: text, required: true, required_if: "size(fines) > 1"}', "form.required", "both required and required_if"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: date, max: tomorrow}", "form.bound", "does not fit"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: date, max: today - 18 Years}", "form.bound", "today - 18 years"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: date, min: today - 18 years, max: today - 30 years}", "form.bound", "min is above max"),
    Planted("form.yaml", "size(photo) > 0 && size(fines) > 0", "offer != null && offer > 100", "expression.money", "Write money as money: amount('100.00')"),
    Planted("form.yaml", "size(photo) > 0 && size(fines) > 0", "offer != null && offer > amount('1.000', 'JOD')", "expression.money", "ILS and JOD"),
    Planted("rules/fee.csv", "size(fines) > 1", "offer != null && offer < 800", "expression.money", "amount('800.00')"),
    Planted("rules/fee.csv", "size(fines) > 1", "800 > minor(registers.mot.fines.unpaid_total)", "expression.money", "compared with the number 800"),
    Planted("rules/fee.csv", "size(fines) > 1", "offer != null && offer > registers.mot.fines.unpaid_total", "expression.money", "Put minor"),
    Planted("rules/fee.csv", "amount('30.00')", "size(fines) * 20", "expression.money", "the cell gives a number"),
    Planted("rules/fee.csv", "amount('30.00')", "offer * offer", "expression.money", "multiplied by money"),
    Planted("form.yaml", "_it.kind == 'private'", "_it.kind != null && _it.kind == 'privat'", "expression.constant", "never holds"),
    Planted("form.yaml", "heirs.exists(_h, years_between(_h.born, today) < 18)", "heirs.exists(_h, _h.share != null && _h.share > 100)", "expression.constant", "never holds"),
    Planted("rules/eligibility.csv", "size(registers.mot.vehicles.vehicles) == 0", "registers.mot.vehicles == null && applicant.alive == null", "table.shadowed", "the row 2 never decides"),
)  # fmt: skip

OF_SIDE_REQUESTS: Final = (
    Planted("shared/calendars.yaml", "[MOJ-RAM, MOJ-NBS]", "[MOT-RAM, MOT-NBS]", "request.calendar", "held at offices of mot, not of moj", "biometrics:", "requests.yaml"),
    Planted("flow.yaml", "until: requests_closed\n    actions:\n      requests_closed:\n        - {when: \"requests.bio", "until: requests_closed\n    after: {10 days: withdrawn}\n    actions:\n      requests_closed:\n        - {when: \"requests.bio",
            "request.due", "'biometrics' may take longer than the 10 days", "biometrics:", "requests.yaml"),
    Planted("requests.yaml", "of: moh.officer", "of: moh.inspector", "flow.role", "nobody at moh"),
    Planted("flow.yaml", "requests.biometrics.state == 'answered'", "requests.biometrics != null && requests.biometrics.state == 'done'", "expression.constant", "never holds"),
)  # fmt: skip

OF_THE_CARD: Final = (
    Planted("rules/delivery.csv", "amount('15.00')", "15", "expression.money", "Write amount('15.00')"),
    Planted("rules/delivery.csv", "collect.method == 'home'", "collect != null && collect.method == 'house'", "expression.constant", "never holds"),
    Planted("rules/delivery.csv", "2,,amount", "2,collect.method == 'home',amount('1.00'),x\n3,,amount", "table.shadowed", "the row 2 never decides"),
    Planted("flow.yaml", "look_again: checking", "request_opened: checking", "flow.reserved", "another name"),
)  # fmt: skip
