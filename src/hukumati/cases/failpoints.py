"""Where a test may kill the process: at each commit of a case and at each boundary to the outside."""

from hukumati.service_language.api import CASE_ACTIONS

FAILPOINTS = (
    *(f"cases.{action}.{place}" for action in (*CASE_ACTIONS, "late") for place in ("before_commit", "committed")),
    "cases.prefill.asked",  # the register has answered, nothing is stored
    "cases.ask.before",  # the effect is known, the register not yet asked
    "cases.ask.asked",  # the register has answered, nothing is stored
    "cases.check.asked",  # likewise of what was declared
    "cases.fetch.before",  # the application waits, its register is not yet asked
    "cases.fetch.asked",  # the register has answered, nothing is stored
    "cases.tell.before",
    "cases.tell.prepared",  # what the register is told is written, nothing is sent
    "cases.tell.told",  # the register has recorded it, the case does not know it
    "cases.issue.before",
    "cases.issue.done",  # the document exists, the case does not know it
    "cases.notify.before_commit",
    "cases.notify.committed",
    "cases.refund.before_commit",
    "cases.revoke.before_commit",
    "cases.start.before_commit",
)
