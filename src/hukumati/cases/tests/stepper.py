"""A program that does steps of a case, each in a process of its own that may be killed.

It reads one JSON object a line, forks, lets the child do it, and answers with one word: done, killed or failed. It is a
program of its own because only a process that has never begun a thread can fork safely.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
    django.setup()
    from hukumati.cases.tests import steps

    for line in sys.stdin:
        order = json.loads(line)
        print(_in_a_child(partial(steps.do, **order)), flush=True)  # noqa: T201


def _in_a_child(step: Callable[[], Any]) -> str:
    child = os.fork()
    if child == 0:
        try:
            step()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


if __name__ == "__main__":
    main()
