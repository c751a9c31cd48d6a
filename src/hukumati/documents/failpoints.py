"""Where a test may kill the process while a document is issued."""

FAILPOINTS = (
    "documents.issue.allotted",
    "documents.issue.compiled",
    "documents.issue.sealed",
    "documents.issue.written",
    "documents.issue.before_commit",
    "documents.issue.committed",
)
