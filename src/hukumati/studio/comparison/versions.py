"""Two versions of a service compared from end to end."""

from collections.abc import Iterator, Mapping
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition
from hukumati.studio.comparison.flow_changes import flow_changes
from hukumati.studio.comparison.form_changes import form_changes
from hukumati.studio.comparison.parts import Pair, changed_parts, in_both, only_in
from hukumati.studio.comparison.phrases import Area, Change, say
from hukumati.studio.comparison.rule_changes import list_changes, rule_changes

TOLD_ELSEWHERE = ("form", "flow", "tables", "lists", "documents", "messages", "texts", "guide", "requests")
SERVICE = Bilingual(ar="الخدمة", en="The service")


def compare(*, old: Definition, new: Definition) -> tuple[Change, ...]:
    """Tell, area by area, what is otherwise in the new version; nothing for equal ones."""
    pair = Pair(old, new)
    return (
        *changed_parts(pair, "service", SERVICE, old, new, besides=TOLD_ELSEWHERE),
        *form_changes(pair),
        *rule_changes(pair),
        *flow_changes(pair),
        *_named(pair, "requests", Bilingual(ar="الطلب الجانبي", en="side request"), old.requests, new.requests),
        *list_changes(pair),
        *_named(pair, "documents", Bilingual(ar="الوثيقة", en="document"), old.documents, new.documents),
        *_named(pair, "messages", Bilingual(ar="الرسالة", en="message"), old.messages, new.messages),
        *_texts(old.texts, new.texts),
        *_guide(old.guide, new.guide),
    )


def _named(pair: Pair, area: Area, what: Bilingual, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in only_in(old, new):
        yield say(area, "حذف: {what} {name}.", "The {what} {name} was removed.", what=what, name=name)
    for name in only_in(new, old):
        yield say(area, "إضافة: {what} {name}.", "The {what} {name} was added.", what=what, name=name)
    for name in in_both(old, new):
        whose = Bilingual(ar=f"{what.ar} {name}", en=f"{what.en[0].upper()}{what.en[1:]} {name}")
        yield from changed_parts(pair, area, whose, old[name], new[name], besides=("name", "template_source"))
        if getattr(old[name], "template_source", "") != getattr(new[name], "template_source", ""):
            yield say(area, "{whose}: تغيّر القالب.", "{whose}: its template changed.", whose=whose)


def _texts(old: Mapping[str, Bilingual], new: Mapping[str, Bilingual]) -> Iterator[Change]:
    for key in only_in(old, new):
        yield say("texts", "حُذف النص {key}: «{text}».", "The text {key} was removed: “{text}”.", key=key, text=old[key])
    for key in only_in(new, old):
        yield say("texts", "أضيف النص {key}: «{text}».", "The text {key} was added: “{text}”.", key=key, text=new[key])
    for key in in_both(old, new):
        if old[key].ar != new[key].ar:
            yield _text(key, Bilingual(ar="العربي", en="Arabic"), old[key].ar, new[key].ar)
        if old[key].en != new[key].en:
            yield _text(key, Bilingual(ar="الإنجليزي", en="English"), old[key].en, new[key].en)


def _text(key: str, language: Bilingual, before: str, after: str) -> Change:
    return say(
        "texts",
        "النص {language} {key}: كان «{before}»، وصار «{after}».",
        "The {language} text {key} was “{before}”; it is now “{after}”.",
        language=language, key=key, before=before, after=after,
    )  # fmt: skip


def _guide(old: Bilingual, new: Bilingual) -> Iterator[Change]:
    if old.ar != new.ar:
        yield say("guide", "تغيّر الدليل العربي.", "The Arabic guide changed.")
    if old.en != new.en:
        yield say("guide", "تغيّر الدليل الإنجليزي.", "The English guide changed.")
