"""How many people one processor signs in by password and SMS, and how long they wait at four fifths of the most."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from statistics import quantiles
from typing import Final
from urllib.parse import urljoin

import httpx

from tests.browserless import Browserless
from tests.load.figures import Figure, Goal
from tests.load.identity import our_party
from tests.load.people import Somebody
from tests.load.processor_time import Spent
from tests.load.relying_party import RelyingParty
from tests.load.site import Site
from tests.people import PASSWORD, code_in, messages_to, wait_for

AT_ONCE: Final = 6
LINES: Final = 40
"""People who are signing in at the same moment, at most: those who come while all are taken wait."""
SHARE: Final = 0.8
PEOPLE: Final = 60
OUTSIDE: Final = "sms"
KEYCLOAK_SIGN_INS: Final = 15
KEYCLOAK: Final = "Keycloak's own sizing guide: password sign-ins a second and processor"
LIMITS: Final = {95: 1000, 99: 2500}
"""Milliseconds within which so many hundredths of the pages come."""


@dataclass(slots=True)
class Answers:
    """Milliseconds until each page came, seconds until each person was signed in."""

    pages: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


Serve = Callable[[Somebody, Answers], None]


def measure(site: Site, *, seconds: float) -> list[Figure]:
    """Let people sign in as fast as they can, then at four fifths of that."""
    party, people = our_party(site), cycle(site.people[-PEOPLE:])
    serve = partial(_sign_in, site, party)
    _closed(serve, people, seconds / 3)
    before, began = Spent.now(site.platform), time.monotonic()
    most = _closed(serve, people, seconds)
    rate = len(most.whole) / (time.monotonic() - began)
    spent = (Spent.now(site.platform) - before).without(OUTSIDE)
    return [
        _of_a_core(spent, len(most.whole), rate),
        *_waits(_open(serve, people, rate * SHARE, seconds), rate * SHARE),
    ]


def _closed(serve: Serve, people: Iterator[Somebody], seconds: float) -> Answers:
    """Let AT_ONCE people sign in at a time, the next as soon as one is done."""
    end, lock = time.monotonic() + seconds, threading.Lock()

    def following() -> Somebody | None:
        with lock:
            return next(people) if time.monotonic() < end else None

    return _served(serve, following, lines=AT_ONCE)


def _open(serve: Serve, people: Iterator[Somebody], rate: float, seconds: float) -> Answers:
    """Let people come at a steady rate, whether or not those before them are done."""
    arriving: queue.Queue[Somebody | None] = queue.Queue()

    def arrive() -> None:
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            arriving.put(next(people))
        for _ in range(LINES):
            arriving.put(None)

    threading.Thread(target=arrive).start()
    return _served(serve, arriving.get, lines=LINES)


def _served(serve: Serve, following: Callable[[], Somebody | None], *, lines: int) -> Answers:
    answers = Answers()

    def stand() -> None:
        while (person := following()) is not None:
            try:
                serve(person, answers)
            except Exception as error:  # whatever it was, the run is told, and fails
                answers.failures.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=stand) for _ in range(lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if answers.failures:
        raise AssertionError(f"{len(answers.failures)} sign-ins failed; the first: {answers.failures[0]}")
    return answers


def _sign_in(site: Site, party: RelyingParty, person: Somebody, answers: Answers) -> None:
    """Sign in with a browser that nobody used before, and redeem the code as the portal does."""
    began, browser = time.monotonic(), Browserless()
    browser.client.event_hooks["response"].append(lambda answer: _note(answer, answers))
    try:
        before = len(messages_to(site.platform, person.phone))
        browser.get(party.authorize_url)
        page = browser.submit(holding="login", login=person.id_number, password=PASSWORD)
        message = wait_for("the code", lambda: messages_to(site.platform, person.phone)[before:])[-1]
        form = page.form(holding="code")
        fields = dict(form.form_values()) | {"code": code_in(message["text"])}
        headers = {"Origin": party.issuer, "Referer": page.url}
        answer = browser.client.post(urljoin(page.url, form.action or page.url), data=fields, headers=headers)
        party.exchange([replace(party, browser=browser.client).code_in(answer)])
    finally:
        browser.close()
    answers.whole.append(time.monotonic() - began)


def _note(answer: httpx.Response, answers: Answers) -> None:
    answer.read()
    answers.pages.append(1000 * answer.elapsed.total_seconds())


def _of_a_core(spent: Spent, number: int, rate: float) -> Figure:
    shares = ", ".join(
        f"{name} {1000 * each / number:.1f}" for name, each in spent.by_program.items() if each / number > 1e-3
    )
    return Figure(
        name="identity.sign_ins_per_core",
        value=number / spent.of("identity"),
        unit="sign-ins per second of the provider's processor",
        reference=KEYCLOAK,
        reference_value=KEYCLOAK_SIGN_INS,
        goal=Goal("ratio", "at least", 1),
        notes=(
            f"{number} sign-ins by password and SMS, each with its token, {rate:.1f} a second on this machine",
            f"ms of processor time each, by program: {shares}",
        ),
    )


def _waits(answers: Answers, rate: float) -> list[Figure]:
    hundredths = quantiles(answers.pages, n=100)
    note = f"{len(answers.whole)} sign-ins, {rate:.1f} a second, {len(answers.pages)} pages; the people beside them"
    return [
        Figure(
            name=f"identity.page_p{percent}_at_80_percent",
            value=hundredths[percent - 1],
            unit="ms",
            reference="the median page of the same run",
            reference_value=hundredths[49],
            goal=Goal("value", "at most", limit),
            notes=(note,),
        )
        for percent, limit in LIMITS.items()
    ]
