"""Differences in the form: pages and their questions."""

from collections.abc import Iterator

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Form, Page, Question
from hukumati.studio.comparison.pair import Pair, changed_in, field_changes, only_in
from hukumati.studio.comparison.phrases import Change, change


def form_changes(pair: Pair) -> Iterator[Change]:
    """Yield the changes of the form in the order of its pages."""
    old, new = _pages_by_id(pair.old.form), _pages_by_id(pair.new.form)
    for name in only_in(old, new):
        yield change("form", "حُذفت صفحة «{page}».", "The page “{page}” was removed.", page=old[name].title)
    for name in only_in(new, old):
        yield change("form", "أضيفت صفحة «{page}».", "The page “{page}” was added.", page=new[name].title)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield change("form", "تغيّر ترتيب الصفحات.", "The order of the pages changed.")
    for name in changed_in(old, new):
        subject = Bilingual(ar=f"صفحة «{new[name].title.ar}»", en=f"Page “{new[name].title.en}”")
        yield from field_changes(pair, "form", subject, old[name], new[name], except_for=("ask",))
    yield from _question_list_changes(pair)


def _pages_by_id(form: Form) -> dict[str, Page]:
    return {page.id: page for page in (*form.pages, *form.officials)}


def _question_list_changes(pair: Pair) -> Iterator[Change]:
    old, new = _questions_by_id(pair.old.form), _questions_by_id(pair.new.form)
    for name in only_in(old, new):
        page, question = old[name]
        yield change(
            "form",
            "حُذف السؤال «{question}» ({name}) من صفحة «{page}».",
            "The question “{question}” ({name}) was removed from the page “{page}”.",
            question=question.label, name=name, page=page.title,
        )  # fmt: skip
    for name in only_in(new, old):
        page, question = new[name]
        yield change(
            "form",
            "أضيف السؤال «{question}» ({name}) إلى صفحة «{page}».",
            "The question “{question}” ({name}) was added on the page “{page}”.",
            question=question.label, name=name, page=page.title,
        )  # fmt: skip
    for name in (name for name in new if name in old):
        yield from _question_changes(pair, name, old[name], new[name])
    yield from _order_changes(old, new)


def _questions_by_id(form: Form) -> dict[str, tuple[Page, Question]]:
    pages = (*form.pages, *form.officials)
    return {question.id: (page, question) for page in pages for question in page.ask}


def _question_changes(
    pair: Pair, name: str, old: tuple[Page, Question], new: tuple[Page, Question]
) -> Iterator[Change]:
    subject = Bilingual(ar=f"السؤال «{new[1].label.ar}» ({name})", en=f"Question “{new[1].label.en}” ({name})")
    if old[0].id != new[0].id:
        yield change(
            "form",
            "{subject}: انتقل من صفحة «{before}» إلى صفحة «{after}».",
            "{subject}: it moved from the page “{before}” to the page “{after}”.",
            subject=subject, before=old[0].title, after=new[0].title,
        )  # fmt: skip
    yield from field_changes(pair, "form", subject, old[1], new[1], except_for=("options",))


def _order_changes(old: dict[str, tuple[Page, Question]], new: dict[str, tuple[Page, Question]]) -> Iterator[Change]:
    """Yield the pages whose questions have a new order; a question that moved to another page does not count."""
    stayed = [name for name in new if name in old and old[name][0].id == new[name][0].id]
    pages = dict.fromkeys(new[name][0].id for name in stayed)
    for page in pages:
        before = [name for name in old if name in stayed and new[name][0].id == page]
        after = [name for name in stayed if new[name][0].id == page]
        if before != after:
            title = new[after[0]][0].title
            yield change(
                "form",
                "تغيّر ترتيب الأسئلة في صفحة «{page}».",
                "The order of the questions on the page “{page}” changed.",
                page=title,
            )
