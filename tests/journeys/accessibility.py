"""Checks of a page's accessibility: what axe-core finds, overflow on a small screen, language, headings, ids.

With `HUKUMATI_PICTURES` naming a folder, every page that is checked is also pictured there, as a telephone and as a
desk shows it (`make pictures`): what no tool finds, a person sees.
"""

import os
import re
from collections import Counter
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, FilePayload

from tests.journeys import steps
from tests.journeys.applying import MAX_PAGES
from tests.journeys.steps import Answers
from tests.journeys.windows import Window

SMALL_WIDTH: Final = 320
PICTURED: Final = ((360, 720), (1280, 900))
PICTURES: Final = os.environ.get("HUKUMATI_PICTURES", "")
SAID_TWICE: Final = re.compile(r"(\([^()]+\))\s*\1")  # "(optional) (optional)": by the label and by the design
DIRECTIONS: Final = {"ar": "rtl", "en": "ltr"}


class Inspection:
    """The pages checked, and the problems found, each as a line."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.problems: list[str] = []

    def check(self, window: Window, name: str) -> None:
        """Check the page that is open."""
        self.pages.append(name)
        problems = [*_violations(window), *_overflow(window), *_structure(window)]
        self.problems += [f"{name}: {problem}" for problem in problems]
        if PICTURES:
            _picture(window, name, Path(PICTURES))

    def check_form(
        self, citizen: Window, slug: str, answers: Answers, files: Mapping[str, FilePayload] | None = None
    ) -> str:
        """Check every page of a form, empty, refused, answered, and the check of the answers; return its reference."""
        citizen.open("portal", f"/services/{slug}/apply/?again=1")
        for _ in range(MAX_PAGES):
            address = citizen.page.url
            if "/form/" not in address:
                break
            self.check(citizen, f"{slug}: {address}")
            citizen.press("حفظ ومتابعة", "Save and continue")
            if citizen.page.url == address:
                self.check(citizen, f"{slug}: {address}, nothing answered")
            else:
                citizen.page.goto(address)
            steps.answer_page(citizen, answers, files or {})
            self.check(citizen, f"{slug}: {address}, answered")
            citizen.press("حفظ ومتابعة", "Save and continue")
            assert citizen.page.url != address, citizen.main.inner_text()
        assert citizen.page.url.endswith("/check/"), citizen.page.url
        self.check(citizen, f"{slug}: check")
        return citizen.reference

    def visit(self, window: Window, site: str, *paths: str) -> None:
        """Open and check paths of a site, one after the other."""
        for path in paths:
            window.open(site, path)
            self.check(window, f"{site} {path}")


def _axe_violations(window: Window) -> list[dict[str, Any]]:
    """Return axe's violations; retried, because a page that refreshes itself may do so while axe runs."""
    for _ in range(3):
        window.page.wait_for_load_state("load")
        try:
            found: list[dict[str, Any]] = Axe().run(window.page).response["violations"]
        except Error:
            continue
        return found
    raise AssertionError(f"axe never finished on {window.page.url}")


def _violations(window: Window) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {node['html'][:160]}"
        for violation in _axe_violations(window)
        for node in violation["nodes"][:3]
    ]


def _overflow(window: Window) -> list[str]:
    page = window.page
    usual = page.viewport_size
    assert usual
    page.set_viewport_size({"width": SMALL_WIDTH, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(usual)
    return [f"{width} px wide on a screen of {SMALL_WIDTH} px"] if width > SMALL_WIDTH else []


NUMBERS: Final = count(1)


def _picture(window: Window, name: str, folder: Path) -> None:
    """Save the whole open page as PNG files: LANGUAGE-WIDTH-NUMBER-NAME.png."""
    folder.mkdir(parents=True, exist_ok=True)
    usual, number = window.page.viewport_size, next(NUMBERS)
    assert usual
    plain = re.sub(r"[^A-Za-z0-9]+", "-", re.sub(r"https?://[^/]*", "", name)).strip("-")[:80]
    for width, height in PICTURED:
        window.page.set_viewport_size({"width": width, "height": height})
        file = folder / f"{window.language}-{width}-{number:03d}-{plain}.png"
        window.page.screenshot(path=file, full_page=True)
    window.page.set_viewport_size(usual)


def _structure(window: Window) -> list[str]:
    html, headings = window.page.locator("html"), window.page.locator("h1").count()
    found = (html.get_attribute("lang"), html.get_attribute("dir"))
    problems = [] if found == (window.language, DIRECTIONS[window.language]) else [f"lang and dir are {found}"]
    twice = [f"{found[0]} twice" for found in SAID_TWICE.finditer(window.main.inner_text())]
    return [*problems, *([] if headings == 1 else [f"{headings} main headings"]), *_repeated(window), *twice]


def _repeated(window: Window) -> list[str]:
    ids = window.page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    return [f"the id {each} stands {count} times" for each, count in Counter(ids).items() if count > 1]
