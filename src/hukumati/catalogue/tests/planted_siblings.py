# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes that people make in a hurry, near those that were seen: planted into sound folders, each must be found."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

WHERE: Final = "_it.state == 'unpaid' && "
DETAIL: Final = "- {id: purpose_detail,"
RECEIVED_EN: Final = "received_subject: We have received your application"
IN_THE_CERTIFICATE: Final = (
    # codes that are nobody's, beside others that are right
    Planted("rules/fee.csv", "purpose == 'study'", "\"purpose in ['study', 'job']\"", "expression.code", "'job'", "1,"),
    Planted("rules/fee.csv", "purpose == 'study'", "purpose == 'study' || purpose == 'employmnt'", "expression.code", "Did you mean employment?", "1,"),
    Planted("form.yaml", "purpose == 'other'", "purpose != 'studdy' && purpose == 'other'", "expression.code", "Did you mean study?"),
    Planted("rules/eligibility.csv", "applicant.age < 18", "applicant.age < 18 || applicant.sex == 'woman'", "expression.code", "Known are: female, male"),
    Planted("rules/eligibility.csv", "applicant.age < 18", "\"applicant.governorate in ['PS-JEN', 'PS-HEB']\"", "expression.code", "'PS-HEB'", "3,,"),
    Planted("form.yaml", "purpose == 'other'", "purpose == 'other' || purpose == 3", "expression.kind", "a text is compared with a number"),
    Planted("form.yaml", DETAIL, "- {id: more, label: purpose, type: text, show_if: \"employer != null && purpose == 'study'\"}\n      " + DETAIL, "expression.hidden", "'employer' is not asked"),
    # lengths of time
    Planted("flow.yaml", "due: 1 working_day", "due: 30 working_days", "promise.due", "promises to decide"),
    Planted("flow.yaml", "after: {14 days: withdrawn}", "after: {14 days: waiting_citizen}", "flow.after", "leads to itself"),
    Planted("flow.yaml", "after: {14 days: withdrawn}", "after: {14 days: withdrawn, 30 days: review}", "flow.after", "left after 14 days already"),
    Planted("service.yaml", "reuse_days: 90", "reuse_days: 365", "service.reuse", "none is valid for more than 90"),
    Planted("service.yaml", "case: 5 years", "case: 10 days", "service.keep", "opened again for 30"),
    Planted("service.yaml", "if_late: escalate", "if_late: accept, late_to: waiting_citizen, legal_reference: summary", "promise.late_to", "still owed"),
    # what is read of a state, a decision, a choice
    Planted("flow.yaml", "milestone: your_turn", "milestone: in_review", "flow.milestone", "has to answer"),
    Planted("flow.yaml", "withdrawn: {milestone: closed, end: true}", "withdrawn: {milestone: in_review, end: true}", "flow.milestone", "reads that it goes on"),
    Planted("flow.yaml", "reject: {to: refused, needs: [reason]}", "reject: refused", "flow.reason", "nobody is told why"),
    Planted("flow.yaml", "ask_citizen: {to: waiting_citizen, needs: [reason]}", "ask_citizen: waiting_citizen", "flow.reason", "nobody is told why"),
    Planted("flow.yaml", "reject: {to: refused, needs: [reason]}", "reject: refused", "document.unfilled", "seals the reason", "reason: case.reason", "documents/refusal_letter.yaml"),
    Planted("flow.yaml", "do: [notify ready, hand_over]", "do: [notify ready, notify ready, hand_over]", "flow.twice", "notify ready"),
    Planted("flow.yaml", "ask moj.criminal_record]", "ask moj.criminal_record, ask moj.criminal_record]", "flow.twice", "ask moj.criminal_record"),
    Planted("lists/purposes.csv", "travel,السفر أو الإقامة في الخارج", "travel,الدراسة", "list.label", "nobody can tell them apart"),
    Planted("rules/eligibility.csv", "false,'deceased'", "false,", "table.reason", "nobody is told why"),
    Planted("rules/eligibility.csv", "4,,,true,", "4,,,false,'deceased'", "table.nobody", "every row refuses", "row,when"),
    Planted("rules/eligibility.csv", "4,,,true,", "4,,,true,'too_young'", "table.reason", "gives a reason that nobody reads", "4,,,true"),
    Planted("rules/eligibility.csv", "applicant.age < 18,false", "true,false", "expression.constant", "always holds", "3,,true"),
    # names that stand twice in a list
    Planted("service.yaml", "clock_stops_in: [waiting_citizen]", "clock_stops_in: [waiting_citizen, waiting_citizen]", "schema.uniqueItems", "names 'waiting_citizen' twice"),
    Planted("service.yaml", "documents: [certificate,", "documents: [certificate, certificate,", "schema.uniqueItems", "names 'certificate' twice"),
    Planted("service.yaml", "براءة,", "براءة, سفر,", "schema.uniqueItems", "names 'سفر' twice"),
    # texts with placeholders that nothing fills in
    Planted("text/ar.yaml", "phone_hint: ", "phone_hint: \u2068{reference}\u2069 ", "text.unfilled", "shown as it stands"),
    Planted("text/ar.yaml", "too_young: ", "too_young: عزيزي {name}، ", "text.unfilled", "shown as it stands"),
    Planted("text/en.yaml", RECEIVED_EN, "received_subject: We have received {Reference}", "text.braces", "has no partner"),
    # sources, types, holders, names
    Planted("form.yaml", "from: account.phone", "from: account.email", "form.source", "account.email is of type email"),
    Planted("form.yaml", "born_on, type: date,", "born_on, type: text,", "form.source", "Write type: date"),
    Planted("form.yaml", "type: person_name", "type: text", "form.source", "Write type: person_name"),
    Planted("form.yaml", "type: choice, list: purposes", "type: choice, list: purposes, max: 3", "form.word", "no meaning"),
    Planted("documents/certificate.yaml", "bound: applicant.id_number", "bound: applicant.name", "document.bound", "no ID number"),
    Planted("documents/certificate.yaml", "bound: applicant.id_number", "bound: purpose_detail", "document.bound", "no ID number"),
    Planted("documents/certificate.yaml", "bound: applicant.id_number", "bound: applicant.id_number\nlanguage: purpose", "document.language", "Known are: ar, en, both", "language: purpose"),
    Planted("documents/certificate.yaml", "bound: applicant.id_number", "bound: applicant.id_number\nphoto: purpose", "document.photo", "question for one file", "photo: purpose"),
    Planted("form.yaml", "type: choice, list: purposes}", "type: choice, list: purposes, required: false}", "document.empty", "where 'purpose' is not answered", "purpose_ar:", "documents/certificate.yaml"),
    Planted("documents/certificate.yaml", "name_en: full_name(applicant.name, 'en')", "name_en: full_name(applicant.name, 'ar')", "document.language", "filled in with the other language", "name_en:"),
    Planted("documents/certificate.yaml", "labels.purpose.ar", "labels.purpose.en", "document.language", "filled in with the other language", "purpose_ar:"),
    Planted("tests/clear.yaml", "{document: certificate, ", "{document: certificate, written_in: en, ", "scenario", "written in both, not en"),
    Planted("documents/certificate.yaml", "bound: applicant.id_number", "bound: applicant.id_number\nlegal_basis: law", "text.missing", "law", "legal_basis: law"),
    Planted("service.yaml", "starting-a-job,", "starting-a-jobb,", "service.life_event", "Did you mean starting-a-job?"),
)  # fmt: skip
IN_THE_SPECIMEN: Final = (
    Planted("form.yaml", WHERE, WHERE + "minor(_it.amount) > 100 && ", "expression.money", "amount('100.00')"),
    Planted("form.yaml", WHERE, "_it.state in ['unpaid', 'opened'] && ", "expression.code", "Known are: paid, unpaid"),
    Planted("rules/fee.csv", "_f.amount.amount == '250.00'", "_f.state == 'unpayd' || _f.amount.amount == '250.00'", "expression.code", "Did you mean unpaid?", "1,"),
    Planted("rules/fee.csv", "2,size(fines) > 1", "2,size(fines) > 0,amount('31.00'),x\n9,size(fines) > 1", "table.shadowed", "the row 9 never decides", "9,size"),
    Planted("rules/fee.csv", "amount('30.00')", "amount('30.00') / size(heirs)", "table.undecided", "fails"),
    Planted("form.yaml", "_h.born, today) < 18", "_h.born, today) < 18 || _h.born == '2010-01-01'", "expression.kind", "a date is compared with a text"),
    Planted("form.yaml", "max: today}", "min: 2090-01-01, max: today}", "form.bound", "for a year to come"),
    Planted("documents/receipt.yaml", "home: home.governorate", "home: labels.home.ar", "document.free_text", "'home' is typed"),
    Planted("documents/receipt.yaml", "home: home.governorate", "home: home.street", "document.free_text", "'home' is typed"),
    Planted("documents/receipt.yaml", "heirs: size(heirs)", "heirs: \"size(heirs) > 0 ? heirs[0].full_name : ''\"", "document.free_text", "'heirs' is typed"),
    Planted("documents/receipt.yaml", "heirs: size(heirs)", "heirs: heirs.map(_h, _h.full_name)", "document.free_text", "'heirs' is typed"),
    Planted("form.yaml", "max: 4\n", "min: 5\n        max: 4\n", "yaml.duplicate", "twice", "min: 5"),
)  # fmt: skip
IN_THE_PERMIT: Final = (
    Planted("documents/permit.yaml", "string(setback) : ''", "string(setback) : (guarantee != null && guarantee > 800 ? 'a' : 'b')", "expression.money", "amount('800.00')"),
    Planted("documents/permit.yaml", "setback != null ?", "setback != null && 'acess' in site_checks ?", "expression.code", "Did you mean access?"),
    Planted("rules/permit_fee.csv", "surcharge != null,", "surcharge == null,", "table.undecided", "fails"),
    Planted("form.yaml", 'surcharge, type: money, currency: ILS, min: "10.00", max: "5000.00"', 'surcharge, type: money, currency: JOD, min: "10.000", max: "5000.000"', "expression.money", "ILS and JOD", "1,surcharge", "rules/permit_fee.csv"),
    Planted("rules/fee.csv", "amount('50.00')", "amount('0.00')", "table.nothing", "would wait for its payment"),
    Planted("form.yaml", "list: site_checks, min: 3", "list: site_checks, min: 9", "form.bound", "are to be chosen of a list of"),
    Planted("form.yaml", "floors, type: number, min: 1, max: 20", "floors, type: number, min: 1, max: 20, default: 50", "form.bound", "the default 50"),
    Planted("form.yaml", "max_files: 3", "max_files: 3, min: 5", "form.word", "no meaning"),
    Planted("flow.yaml", "do: [notify ready]", "do: [notify ready, hand_over]", "delivery.flow", "only downloaded", "collect: [download]", "service.yaml"),
    Planted("flow.yaml", "after: {30 days: lapsed}", "after: {30 days: to_pay_permit}", "flow.after", "leads to itself"),
    Planted("text/ar.yaml", "ready_sms: |", "ready_sms: |\n  {collect_code}", "message.unfilled", "{collect_code}", "do: [notify ready]", "flow.yaml"),
    Planted("flow.yaml", "queue: site_office", "queue: floors", "flow.queue", "gives 1"),
)  # fmt: skip
IN_THE_SCHOLARSHIP: Final = (
    Planted("rules/eligibility.csv", "amount('1500.00')", "1500", "expression.money", "amount('1500.00')"),
    Planted("rules/eligibility.csv", "amount('1500.00')", "'1500.00'", "expression.money", "compared with a text"),
    Planted("rules/eligibility.csv", "average != null && average < 60", "\"members.exists(_m, _m.income != null && _m.income > 100)\"", "expression.money", "amount('100.00')", "2,,"),
    Planted("rules/eligibility.csv", "average != null && average < 60", "\"average == null || members.exists(_m, 'cares' in _m.help)\"", "expression.code", "Did you mean care?", "2,,"),
    Planted("service.yaml", "null : own_income + sum", "null : own_income * 2 - 500 + sum", "expression.money", "amount('500.00')", "null : own_income * 2"),
    Planted("service.yaml", "share(household_income, 1, household)", "share(household_income, 1, size(members))", "expression.fails", "n == 0", "share(household_income, 1, size"),
    Planted("form.yaml", "list: help, required: false}", "list: help, required_if: _it.income != null && _it.income > 500}", "expression.money", "amount('500.00')"),
    Planted("form.yaml", "'equipment' in needs", "'equipment' in needs || 'books' in needs", "expression.code", "'books'"),
    Planted("form.yaml", "show_if: _it.works == true", "show_if: \"_it.works == true || _it.works == 'yes'\"", "expression.kind", "a bool is compared with a text"),
    Planted("form.yaml", "member_income_label, type: money, currency: ILS, min: \"0.00\", max: \"50000.00\"", "member_income_label, type: money, currency: JOD, min: \"0.000\", max: \"50000.000\"", "expression.money", "ILS and JOD", "is: 'own_income", "service.yaml"),
    Planted("form.yaml", "pattern: '[A-Z]{2}-[0-9]{4,6}'", "pattern: '[A-Z]{2}', check: luhn", "form.bound", "check digits by luhn"),
    Planted("form.yaml", "pattern: '[A-Z]{2}-[0-9]{4,6}'", "pattern: '[A-Z]{2}-[0-9]{4,6}', max: 5", "form.bound", "needs 7 letters"),
    Planted("form.yaml", "type: choices, list: needs,", "type: choices, list: needs, max: 0,", "form.bound", "no answer at all"),
    Planted("form.yaml", "show_if: \"field == 'other'\"}", "show_if: \"field == 'other'\"}\n      - {id: more, label: field_label, type: text, show_if: \"other_field != null && field != 'other'\"}", "expression.hidden", "'other_field' is not asked", "- {id: more"),
)  # fmt: skip
IN_THE_BIRTH_CERTIFICATE: Final = (
    Planted("rules/fee.csv", "copies == null || copies == 1", "copies == null || copies == 6", "expression.bound", "== 6 never holds of an answer between 1 and 5", "1,copies"),
    Planted("rules/fee.csv", "copies == null || copies == 1", "copies == null || copies == 1 || 9 < copies", "expression.bound", "> 9 never holds", "1,copies"),
    Planted("flow.yaml", "actions: {handed_over: done, returned: kept}", "actions: {handed_over: done, bring_back: kept}", "flow.awaits", "Add the action returned", "do: [notify ready, hand_over]"),
    Planted("flow.yaml", "once_told: unfinished}", "once_told: waiting_citizen}", "tell.on_error", "nobody works in 'waiting_citizen'", "do: [revoke refusal_letter, tell interior.birth_certified"),
    Planted("service.yaml", "clock_stops_in: [waiting_citizen]", "clock_stops_in: [waiting_citizen, done]", "promise.clock", "no promise runs in 'done'"),
    Planted("service.yaml", "clock_stops_in: [waiting_citizen]", "clock_stops_in: [waiting_citizen, draft]", "promise.clock", "no promise runs in 'draft'"),
)  # fmt: skip
IN_SIDE_REQUESTS: Final = (
    Planted("requests.yaml", "due: 14 days", "due: 14 days, remind: 20 days", "request.remind", "no more time than that"),
    Planted("flow.yaml", "requests.medical_report.outcome == 'given'", "requests.medical_report.outcome in ['given', 'shown']", "expression.code", "'shown'"),
)  # fmt: skip
