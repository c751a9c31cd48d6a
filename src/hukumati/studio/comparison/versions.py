"""The comparison of two versions of a service."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition
from hukumati.studio.comparison.flow_changes import flow_changes
from hukumati.studio.comparison.form_changes import form_changes
from hukumati.studio.comparison.pair import Pair, changed_in, field_changes, only_in
from hukumati.studio.comparison.phrases import Area, Change, change
from hukumati.studio.comparison.rule_changes import list_changes, rule_changes

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

COMPARED_IN_DETAIL = ("form", "flow", "tables", "lists", "documents", "messages", "texts", "guide", "requests")
SERVICE = Bilingual(ar="الخدمة", en="The service")


def compare(*, old: Definition, new: Definition) -> tuple[Change, ...]:
    """List the changes of the new version, area by area; none if both are equal."""
    pair = Pair(old, new)
    return (
        *field_changes(pair, "service", SERVICE, old, new, except_for=COMPARED_IN_DETAIL),
        *form_changes(pair),
        *rule_changes(pair),
        *flow_changes(pair),
        *_named_changes(pair, "requests", Bilingual(ar="الطلب الجانبي", en="side request"), old.requests, new.requests),
        *list_changes(pair),
        *_named_changes(pair, "documents", Bilingual(ar="الوثيقة", en="document"), old.documents, new.documents),
        *_named_changes(pair, "messages", Bilingual(ar="الرسالة", en="message"), old.messages, new.messages),
        *_text_changes(old.texts, new.texts),
        *_guide_changes(old.guide, new.guide),
    )


def _named_changes(
    pair: Pair,
    area: Area,
    what: Bilingual,
    old: Mapping[str, "DataclassInstance"],
    new: Mapping[str, "DataclassInstance"],
) -> Iterator[Change]:
    for name in only_in(old, new):
        yield change(area, "حذف: {what} {name}.", "The {what} {name} was removed.", what=what, name=name)
    for name in only_in(new, old):
        yield change(area, "إضافة: {what} {name}.", "The {what} {name} was added.", what=what, name=name)
    for name in changed_in(old, new):
        subject = Bilingual(ar=f"{what.ar} {name}", en=f"{what.en[0].upper()}{what.en[1:]} {name}")
        yield from field_changes(pair, area, subject, old[name], new[name], except_for=("name", "template_source"))
        if getattr(old[name], "template_source", "") != getattr(new[name], "template_source", ""):
            yield change(area, "{subject}: تغيّر القالب.", "{subject}: its template changed.", subject=subject)


def _text_changes(old: Mapping[str, Bilingual], new: Mapping[str, Bilingual]) -> Iterator[Change]:
    for key in only_in(old, new):
        yield change(
            "texts", "حُذف النص {key}: «{text}».", "The text {key} was removed: “{text}”.", key=key, text=old[key]
        )
    for key in only_in(new, old):
        yield change(
            "texts", "أضيف النص {key}: «{text}».", "The text {key} was added: “{text}”.", key=key, text=new[key]
        )
    for key in changed_in(old, new):
        if old[key].ar != new[key].ar:
            yield _text_change(key, Bilingual(ar="العربي", en="Arabic"), old[key].ar, new[key].ar)
        if old[key].en != new[key].en:
            yield _text_change(key, Bilingual(ar="الإنجليزي", en="English"), old[key].en, new[key].en)


def _text_change(key: str, language: Bilingual, before: str, after: str) -> Change:
    return change(
        "texts",
        "النص {language} {key}: كان «{before}»، وصار «{after}».",
        "The {language} text {key} was “{before}”; it is now “{after}”.",
        language=language, key=key, before=before, after=after,
    )  # fmt: skip


def _guide_changes(old: Bilingual, new: Bilingual) -> Iterator[Change]:
    if old.ar != new.ar:
        yield change("guide", "تغيّر الدليل العربي.", "The Arabic guide changed.")
    if old.en != new.en:
        yield change("guide", "تغيّر الدليل الإنجليزي.", "The English guide changed.")
