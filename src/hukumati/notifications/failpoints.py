"""The failpoints of this part, where a test may kill the process that delivers messages."""

FAILPOINTS = (
    "notifications.send.before_commit",
    "notifications.deliver.after_claim",
    "notifications.deliver.after_sending",
    "notifications.deliver.after_settling",
)
