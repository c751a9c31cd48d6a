"""What is otherwise in the form: pages, and questions on them."""

from collections.abc import Iterator

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Form, Page, Question
from hukumati.studio.comparison.parts import Pair, changed_parts, in_both, only_in
from hukumati.studio.comparison.phrases import Change, say


def form_changes(pair: Pair) -> Iterator[Change]:
    """Tell the changes of the form in the order of its pages."""
    old, new = _pages(pair.old.form), _pages(pair.new.form)
    for name in only_in(old, new):
        yield say("form", "حُذفت صفحة «{page}».", "The page “{page}” was removed.", page=old[name].title)
    for name in only_in(new, old):
        yield say("form", "أضيفت صفحة «{page}».", "The page “{page}” was added.", page=new[name].title)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield say("form", "تغيّر ترتيب الصفحات.", "The order of the pages changed.")
    for name in in_both(old, new):
        whose = Bilingual(ar=f"صفحة «{new[name].title.ar}»", en=f"Page “{new[name].title.en}”")
        yield from changed_parts(pair, "form", whose, old[name], new[name], besides=("ask",))
    yield from _questions(pair)


def _pages(form: Form) -> dict[str, Page]:
    return {page.id: page for page in form.pages}


def _questions(pair: Pair) -> Iterator[Change]:
    old, new = _asked(pair.old.form), _asked(pair.new.form)
    for name in only_in(old, new):
        page, question = old[name]
        yield say(
            "form",
            "حُذف السؤال «{question}» ({name}) من صفحة «{page}».",
            "The question “{question}” ({name}) was removed from the page “{page}”.",
            question=question.label, name=name, page=page.title,
        )  # fmt: skip
    for name in only_in(new, old):
        page, question = new[name]
        yield say(
            "form",
            "أضيف السؤال «{question}» ({name}) إلى صفحة «{page}».",
            "The question “{question}” ({name}) was added on the page “{page}”.",
            question=question.label, name=name, page=page.title,
        )  # fmt: skip
    for name in (name for name in new if name in old):
        yield from _question(pair, name, old[name], new[name])
    yield from _order(old, new)


def _asked(form: Form) -> dict[str, tuple[Page, Question]]:
    return {question.id: (page, question) for page in form.pages for question in page.ask}


def _question(pair: Pair, name: str, old: tuple[Page, Question], new: tuple[Page, Question]) -> Iterator[Change]:
    whose = Bilingual(ar=f"السؤال «{new[1].label.ar}» ({name})", en=f"Question “{new[1].label.en}” ({name})")
    if old[0].id != new[0].id:
        yield say(
            "form",
            "{whose}: انتقل من صفحة «{before}» إلى صفحة «{after}».",
            "{whose}: it moved from the page “{before}” to the page “{after}”.",
            whose=whose, before=old[0].title, after=new[0].title,
        )  # fmt: skip
    yield from changed_parts(pair, "form", whose, old[1], new[1], besides=("options",))


def _order(old: dict[str, tuple[Page, Question]], new: dict[str, tuple[Page, Question]]) -> Iterator[Change]:
    """Questions that stayed on their page, in another order there."""
    stayed = [name for name in new if name in old and old[name][0].id == new[name][0].id]
    pages = dict.fromkeys(new[name][0].id for name in stayed)
    for page in pages:
        before = [name for name in old if name in stayed and new[name][0].id == page]
        after = [name for name in stayed if new[name][0].id == page]
        if before != after:
            title = new[after[0]][0].title
            yield say(
                "form",
                "تغيّر ترتيب الأسئلة في صفحة «{page}».",
                "The order of the questions on the page “{page}” changed.",
                page=title,
            )
