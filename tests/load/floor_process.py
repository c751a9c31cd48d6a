"""Run by `floor`: sets a certificate, signs and hashes a password now and then, until its input is closed.

Prints a line when it is warm, and in the end the processor seconds of each, as one JSON object.
"""

import json
import select
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Final

EVERY_SECONDS: Final = 0.7
WARM_UP: Final = 3


def main() -> None:
    """Do each part once, wait, and so on."""
    import django

    django.setup()
    from tests.load.certificate_process import sign_once, typeset_once

    typeset, sign, hash_password = typeset_once(), sign_once(), _hash_password()
    samples: dict[str, list[float]] = defaultdict(list)
    number = 0
    while number < WARM_UP or not _is_over():
        number += 1
        parts: dict[str, Callable[[], object]] = {
            "typst": partial(typeset, number),
            "signature": sign,
            "password": hash_password,
        }
        took = {name: _processor_seconds(part) for name, part in parts.items()}
        if number > WARM_UP:
            for name, seconds in took.items():
                samples[name].append(seconds)
        if number == WARM_UP:
            print("warm", flush=True)
    print(json.dumps(samples))


def _hash_password() -> Callable[[], object]:
    """Return the hash that a password costs on purpose, with the parameters that OWASP advises."""
    import argon2

    hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return lambda: hasher.hash("zaytoun-2026")


def _processor_seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _is_over() -> bool:
    """Wait for the next turn; return whether the input was closed meanwhile."""
    readable, _, _ = select.select([sys.stdin], [], [], EVERY_SECONDS)
    return bool(readable)


if __name__ == "__main__":
    main()
