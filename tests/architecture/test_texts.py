"""Every text of the repository is written by the same rules, whoever wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.house import REPOSITORY

FOLDERS: Final = ("src", "services", "docs", "demo")
SUFFIXES: Final = {".py", ".html", ".txt", ".yaml", ".csv", ".md", ".typ", ".po"}

TANWIN_AFTER_ALIF: Final = "\u0627\u064b"
"""Fathatan stands on the letter before its alif, as Unicode's locale data for Arabic has it, never on the alif."""

WITHDRAWN: Final = {
    "رقم البعيثة": "رقم التتبع",
    "وصل دفعك": "استلمنا دفعتك",
    "لا يلزمك فعل شيء": "لا حاجة إلى أي إجراء منك",
    "لحفظه لديّ": "للاحتفاظ بها",
    "نحتاج إلى ورقة منك": "نحتاج إلى مستند منك",
    "الذهاب إلى الصفحة الأولى": "العودة إلى الصفحة الرئيسية",
    "نحتاج منك إلى شيء": "مطلوب منك إجراء",
    "لم نجد خدمة بالكلمات": "لم نجد خدمة تطابق",
    "الرمز المربّع": "رمز الاستجابة السريعة",
    "لا يجيب أحد السجلات": "أحد السجلات لا يجيب",  # the first says that none of them answers
    "لم يُجب أحد السجلات": "لم يصل جواب أحد السجلات",
}
"""Words that a native editor struck out, with what stands in their place."""
WITHDRAWN_IN_ENGLISH: Final = {
    "registers of the State": "We got these details from government records",
    "register of the State": "government register",
    "need not do anything": "You do not need to do anything",
    "ou need not type": "We got these details from government records",
    "Look again": "Refresh",
    "look again": "check again",
    "Give the appointment back": "Cancel appointment",
    "egun on": "Started on",
    "At an office of the provider": "At a Ministry of … office",
    "knows of you": "Your jobs, courses and labour office",
    "your data are": "Your details will be",
    "as it is now": "Check where it stands now",
    "found by the words": "No service matches “…”",
    "o to the first page": "Go to the home page",
    "knows nothing of this": "The register has no entry for this person",
}
"""The same of English, looked for where people read it: pages, catalogues of messages, texts of services."""


def _texts(suffixes: set[str]) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path


def _lines_with(words: str, suffixes: set[str] = SUFFIXES) -> list[str]:
    return [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in _texts(suffixes)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if words in line
    ]


def test_tanwin_has_one_spelling() -> None:
    assert _lines_with(TANWIN_AFTER_ALIF) == []


@pytest.mark.parametrize("words", WITHDRAWN)
def test_what_an_editor_struck_out_does_not_come_back(words: str) -> None:
    assert _lines_with(words) == [], f"write {WITHDRAWN[words]}"


@pytest.mark.parametrize("words", WITHDRAWN_IN_ENGLISH)
def test_what_a_native_civil_servant_would_not_write_does_not_come_back(words: str) -> None:
    assert _lines_with(words, {".html", ".po", ".yaml"}) == [], f"write {WITHDRAWN_IN_ENGLISH[words]}"


SEVERAL_MEANINGS: Final = {"In progress"}
"""English words that stand for two things: an application on its way, and a draft that is being written."""


def _translations() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in _texts({".po"}):
        text = re.sub(r'"\n"', "", path.read_text("utf-8"))
        for words, translated in re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE):
            found.setdefault(words, set()).add(translated)
    return found


def test_the_same_words_have_the_same_translation_in_every_part() -> None:
    twice = {words: ways for words, ways in _translations().items() if len(ways) > 1}
    assert {words: ways for words, ways in twice.items() if words not in SEVERAL_MEANINGS} == {}
