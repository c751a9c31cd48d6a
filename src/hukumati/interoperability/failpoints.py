"""Where a test may kill the process within this part."""

FAILPOINTS = ("interoperability.ask.before_call", "interoperability.ask.after_answer")
