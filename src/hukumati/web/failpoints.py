"""Where a test may kill the process while a site signs a person in."""

from typing import Final

FAILPOINTS: Final = ("web.sign_in.before_exchange", "web.sign_in.after_exchange", "web.sign_in.before_keeping")
