"""Where a test may kill the process while a person signs in."""

from typing import Final

FAILPOINTS: Final = (
    "identity.attempt.after_commit",
    "identity.password.before_commit",
    "identity.password.after_commit",
    "identity.code.used",
    "identity.session.before_commit",
    "identity.session.after_commit",
    "identity.token.before_commit",
    "identity.token.after_commit",
)
