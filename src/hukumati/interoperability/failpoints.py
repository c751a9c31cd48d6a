"""Where a test may kill the process within this part."""

FAILPOINTS = (
    "interoperability.ask.before_call",
    "interoperability.ask.after_answer",
    "interoperability.tell.before_call",
    "interoperability.tell.after_answer",  # the register has recorded it, we have not
)
