"""A service that asks for much: the real one, changed so that it opens every kind of side request."""

import shutil
from pathlib import Path

from django.conf import settings

FLOW = """
start: draft
states:
  draft:
    milestone: started
    actions:
      submit: [{when: fee > 0, to: to_pay}, {to: checking}]
      withdraw: withdrawn
  to_pay:
    milestone: submitted
    actions: {paid: checking, withdraw: withdrawn}
    after: {7 days: withdrawn}
  checking:
    milestone: in_review
    do: [notify received, ask moj.criminal_record]
    on_error: {retry: 8, then: review}
    actions:
      answered: [{when: registers.moj.criminal_record.clear, to: invited}, {to: review}]
  invited:
    milestone: your_turn
    do: [request biometrics, request medical_report]
    until: requests_closed
    actions:
      requests_closed:
        - {when: "requests.biometrics.state == 'answered' && requests.medical_report.outcome == 'given'", to: issuing}
        - {to: review}
      withdraw: withdrawn
  review:
    milestone: in_review
    work: {role: moj.officer, queue: by_governorate, due: 1 working_day}
    requests: [opinion, visit, medical_report]
    until: requests_closed
    actions:
      approve: {to: settled, needs: [reason]}
      reject: {to: refused, needs: [reason]}
      ask_citizen: {to: waiting_citizen, needs: [reason]}
  settled:
    milestone: in_review
    until: requests_closed
    actions:
      requests_closed:
        - {when: "registers.moj.criminal_record != null && registers.moj.criminal_record.clear", to: issuing}
        - {to: stating}
  waiting_citizen:
    milestone: your_turn
    do: [notify your_turn]
    actions: {answer: review}
    after: {14 days: withdrawn}
  issuing:
    milestone: decided
    do: [issue certificate]
    actions: {issued: ready}
  stating:
    milestone: decided
    do: [issue statement]
    actions: {issued: ready}
  ready:
    milestone: ready
    do: [notify ready, hand_over]
    actions: {handed_over: done, returned: review}
  refused:
    milestone: decided
    end: true
    do: [issue refusal_letter, notify refused]
  withdrawn: {milestone: closed, end: true}
  done: {milestone: closed, end: true}
"""

REQUESTS = """
medical_report: {kind: paper, text: medical_report_text, due: 14 days}
biometrics: {kind: appointment, calendar: prints, text: biometrics_text, due: 30 days}
opinion: {kind: opinion, of: moh.officer, text: opinion_text, due: 3 working_days}
visit:
  kind: inspection
  of: inspector
  text: visit_text
  due: 5 working_days
  outcomes: {lives_there: lives_there_text, gone: gone_text}
"""

CALENDARS = """
prints:
  places: [MOJ-RAM, MOJ-NBS]
  days: [sun, mon, tue, wed, thu]
  from: "09:00"
  to: "10:00"
  slot_minutes: 30
  capacity: 2
"""

TEXTS = {
    "ar": """
medical_report_text: تقرير طبي حديث
biometrics_text: أخذ البصمات
opinion_text: هل يمنع الوضع الصحي إصدار الشهادة؟
visit_text: هل يقيم صاحب الطلب في العنوان المذكور؟
lives_there_text: يقيم هناك
gone_text: لا يقيم هناك
""",
    "en": """
medical_report_text: A recent medical report
biometrics_text: Fingerprints are taken
opinion_text: Does the state of health forbid the certificate?
visit_text: Does the applicant live at the address?
lives_there_text: Lives there
gone_text: Does not live there
""",
}

SCENARIO = """
name: Whoever comes and brings the report gets the certificate, whoever does not meets an officer
given:
  person: adult
  registers: {moj.criminal_record: {clear: true, judgments: []}}
  today: 2026-11-23
fill: {purpose: travel, collect: {method: download}}
expect:
  - paid
  - {state: invited, requests: {biometrics: open, medical_report: open, opinion: null}}
  - {answer_request: medical_report, outcome: given}
  - {state: invited}
  - {miss: biometrics}
  - {state: review}
  - {open_request: opinion}
  - {answer_request: opinion, outcome: unfavourable}
  - {open_request: visit}
  - {answer_request: visit, outcome: gone}
  - approve
  - {state: ready, requests: {biometrics: missed, opinion: answered}}
"""


def changed(root: Path, files: dict[str, str]) -> Path:
    """Copy the real service under `root` with some files changed or added; give its path."""
    services: Path = settings.HUKUMATI.services_dir
    shutil.copytree(services / "shared", root / "shared")
    target = root / "moj" / "non-conviction-certificate"
    shutil.copytree(services / "moj" / "non-conviction-certificate", target)
    for name, text in files.items():
        path = root / name if name.startswith("shared/") else target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return target


def asking_service(root: Path) -> Path:
    """Write the service that asks for much."""
    files = {
        "flow.yaml": FLOW,
        "requests.yaml": REQUESTS,
        "shared/calendars.yaml": CALENDARS,
        "tests/asks.yaml": SCENARIO,
    }
    path = changed(root, files)
    for scenario in path.glob("tests/*.yaml"):
        if scenario.name != "asks.yaml":
            scenario.unlink()
    for language, added in TEXTS.items():
        file = path / "text" / f"{language}.yaml"
        file.write_text(file.read_text(encoding="utf-8").rstrip() + added, encoding="utf-8")
    return path
