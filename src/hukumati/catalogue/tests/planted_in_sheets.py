# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes about what officials fill in, planted into the building permit's folder."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

BEFORE: Final = "before any official can fill it in"
WITHOUT: Final = "may come here without it"
APPROVE: Final = "approve: {to: to_pay_permit, fill: permit, four_eyes: true}"
IN_THE_SHEETS: Final = (
    # sheets
    Planted("flow.yaml", "fill: inspection", "fill: inspektion", "flow.fill", "Did you mean inspection?"),
    Planted("flow.yaml", ", fill: permit", "", "form.sheet", "fills in the sheet 'permit'", "- id: permit", "form.yaml"),
    Planted("flow.yaml", "{paid: inspection,", "{paid: {to: inspection, fill: inspection},", "flow.fill", "no official's action"),
    Planted("form.yaml", "type: yes_no}", "type: yes_no, from: interior.person.alive}", "form.official", "'from' has no meaning"),
    Planted("form.yaml", "{id: near_road, type: yes_no}", "{id: near_road, type: collection}", "form.official", "type collection"),
    Planted("form.yaml", "{id: remarks,", "{id: reason, label: remarks,", "form.id", "'reason' is a word of the platform"),
    Planted("form.yaml", "{id: remarks,", "{id: floors, label: remarks,", "form.id", "two questions are called 'floors'"),
    Planted("form.yaml", "- id: permit", "- id: building", "form.page", "two pages are called 'building'"),
    Planted("flow.yaml", "tell: to_pay_tell", "fill: inspection\n    tell: to_pay_tell", "flow.fill", "no official takes an action", "fill: inspection"),
    Planted("flow.yaml", "tell: inspection_tell\n", "fill: permit\n    tell: inspection_tell\n", "flow.fill", "no official takes an action", "fill: permit"),
    # names
    Planted("documents/permit.yaml", "area: inspected_area", "area: inspected_aria", "expression.name", "Did you mean inspected_area?"),
    Planted("form.yaml", "show_if: near_road == true", "show_if: near_rode == true", "expression.name", "Did you mean near_road?"),
    Planted("form.yaml", "{id: floors, type: number, min: 1, max: 20}", "{id: floors, type: number, min: 1, max: 20, show_if: near_road == true}", "expression.name", "'near_road', which is unknown"),
    Planted("flow.yaml", "show: [conditions,", "show: [condition,", "flow.show", "Did you mean conditions?"),
    Planted("text/ar.yaml", "هو {build_by}.\n# أعمال", "هو {build_bye}.\n# أعمال", "flow.placeholder", "Did you mean build_by?", "ready:", "flow.yaml"),
    Planted("text/ar.yaml", "الكفالة المطلوبة: {guarantee}", "الصور: {photos}", "message.placeholder", "no placeholder 'photos'", "sms: ready_sms", "messages/ready.yaml"),
    Planted("form.yaml", "{id: remarks, type: long_text,", "{id: remarks, type: long_text, means: property.remark,", "dictionary.element", "no element of the data dictionary"),
    # before it can be there
    Planted("flow.yaml", "do: [notify received]", "do: [notify received, issue permit]", "flow.unfilled", WITHOUT),
    Planted("flow.yaml", "tell: to_pay_tell", "show: [conditions]\n    tell: to_pay_tell", "flow.unfilled", BEFORE, "to_pay:"),
    Planted("flow.yaml", "tell: to_pay_tell", "tell: ready_tell", "flow.unfilled", BEFORE, "to_pay:"),
    Planted("flow.yaml", "actions: {answer: inspection}", "actions: {answer: [{when: build_by > today, to: review}, {to: inspection}]}", "flow.unfilled", BEFORE),
    Planted("flow.yaml", "ask_citizen: {to", "approve: {to: issuing}\n      ask_citizen: {to", "flow.unfilled", WITHOUT, "issuing:"),
    Planted("rules/fee.csv", "amount('50.00')", "amount('50.00') * inspected_area", "flow.unfilled", BEFORE, "to_pay:", "flow.yaml"),
    Planted("rules/eligibility.csv", "3,,applicant.alive == false", "3,inspected_area > 5,applicant.alive == false", "flow.unfilled", "before the application is submitted", "eligibility:", "service.yaml"),
    # the second fee
    Planted("flow.yaml", "charge: permit_fee", "charge: permitfee", "flow.charge", "Did you mean permit_fee?"),
    Planted("flow.yaml", "    charge: permit_fee\n", "", "flow.name", "Call it to_pay", "to_pay_permit:"),
    Planted("flow.yaml", "actions: {paid: issuing, withdraw: withdrawn}", "actions: {withdraw: withdrawn}", "flow.charge", "does not await its payment", "charge: permit_fee"),
    Planted("flow.yaml", "    tell: to_pay_tell", "    charge: permit_fee\n    tell: to_pay_tell", "flow.unfilled", BEFORE, "to_pay:"),
    Planted("rules/permit_fee.csv", "amount('2.50') * inspected_area,fee_permit", "250 * inspected_area,fee_permit", "expression.money", "not money"),
    Planted("service.yaml", "rules/permit_fee.csv, hit: FIRST, gives: {fee: money}", "rules/permit_fee.csv, hit: FIRST, gives: {fee: number}", "rules.gives", "permit_fee does not give fee"),
    Planted("service.yaml", "title: permit_fee_title", "title: permit_fee_titel", "text.missing", "permit_fee_titel"),
    Planted("rules/permit_fee.csv", "2,,amount('2.50') * inspected_area", "2,,amount('2.50') * (inspected_area - 10)", "table.nothing", "nobody can pay nothing"),
    # whose queue
    Planted("flow.yaml", "queue: site_office", "queue: site_ofice", "flow.queue", "Did you mean site_office?"),
    Planted("flow.yaml", "queue: site_office", "queue: purpose", "flow.queue", "gives 'home', which is no governorate"),
    Planted("flow.yaml", "queue: site_office", "queue: inspected_area", "flow.unfilled", "may come here without it"),
    Planted("flow.yaml", "{role: pla.inspector, queue: site_office", "{role: moj.officer, queue: site_office", "flow.queue", "no office of moj"),
    # money with money
    Planted("flow.yaml", APPROVE, "approve: {branches: [{when: guarantee != null && guarantee > 800, to: inspection}, {to: to_pay_permit}], fill: permit, four_eyes: true}", "expression.money", "Write money as money"),
    Planted("documents/permit.yaml", "area: inspected_area", "area: guarantee + 5", "expression.money", "added to the number 5"),
    # scenarios
    Planted("tests/granted.yaml", "setback: 3}}", "setbak: 3}}", "scenario", "Did you mean setback?"),
    Planted("tests/granted.yaml", "setback: 3}}", "remarks: x}}", "scenario", "was not taken: missing or wrong are setback"),
)  # fmt: skip
