"""The components of the design system, as template tags. The reference is docs/reference/design-system.md."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hukumati.core.design import formats
from hukumati.core.design.parts import Column, Row, Step
from hukumati.core.design.presentation import Options, bound_fields, describe, error_links, hidden_inputs
from hukumati.core.money import Money

register = template.Library()

BUTTON_KINDS = {"", "secondary", "warning", "start"}
TAG_COLOURS = {"grey", "green", "teal", "blue", "yellow", "orange", "red"}
NOTICES = {"success", "important", "warning"}


def _render(name: str, context: dict[str, object]) -> SafeString:
    return render_to_string(f"design/tags/{name}.html", context)


# --- forms


@register.simple_tag
def errors(*given: forms.BaseForm | Sequence[forms.BaseForm] | str | None) -> str:
    """The error summary: one link for every error, leading to its field. Nothing when there is no error or no form."""
    listed = (each for one in given for each in (one if isinstance(one, list | tuple) else (one,)))
    sent = (form for form in listed if isinstance(form, forms.BaseForm) and form.is_bound)
    links = [link for form in sent for link in error_links(form)]
    return _render("errors", {"links": links}) if links else ""


@register.simple_tag
def field(bound: BoundField, **options: Any) -> str:
    """One question with its label, hint, error and control, drawn by the type of its widget."""
    view = describe(bound, Options(**options))
    return render_to_string("design/field.html", {"field": view})


@register.simple_tag
def fields(form: forms.BaseForm) -> str:
    """All questions of a form in order; those revealed by a choice stand inside that choice."""
    return SafeString(hidden_inputs(form) + "".join(field(bound) for bound in bound_fields(form)))


@register.simple_tag
def button(
    text: object, *, kind: str = "", href: str = "", name: str = "", value: str = "", new_tab: bool = False
) -> str:
    """A button of a form, or with `href` a link that looks like one."""
    if kind not in BUTTON_KINDS:
        raise template.TemplateSyntaxError(f"a button is one of {sorted(BUTTON_KINDS)}, not {kind!r}")
    context = {"text": text, "kind": kind, "href": href, "name": name, "value": value, "new_tab": new_tab}
    return _render("button", context)


@register.simple_tag
def search_box(action: str, query: str = "", *, label: object = "", name: str = "q") -> str:
    """A search form that sends `?q=…` by GET to `action`."""
    return _render("search_box", {"action": action, "query": query, "label": label or _("Search"), "name": name})


# --- messages


@register.simple_tag
def notice(kind: str, text: object, title: object = "") -> str:
    """A banner: "success", "important" or "warning"."""
    if kind not in NOTICES:
        raise template.TemplateSyntaxError(f"a notice is one of {sorted(NOTICES)}, not {kind!r}")
    titles = {"success": _("Success"), "important": _("Important"), "warning": _("Warning")}
    heading = title or titles[kind]
    name = f"notice-{zlib.crc32(f'{heading}{text}'.encode()):08x}"
    return _render("notice", {"kind": kind, "text": text, "title": heading, "id": name})


@register.simple_tag
def panel(title: object, body: object = "", *, level: int = 1) -> str:
    """The large panel of a confirmation page; `level=2` where the page has a title of its own."""
    return _render("panel", {"title": title, "body": body, "level": level})


@register.simple_tag
def warning_text(text: object) -> str:
    """A warning of what happens if the text is ignored."""
    return _render("warning_text", {"text": text})


@register.simple_block_tag
def inset(content: str) -> str:
    """A block set apart from the running text."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: object, *, is_open: bool = False) -> str:
    """A text that opens under its summary; with `is_open`, it stands open from the beginning."""
    return _render("details", {"summary": summary, "content": content, "is_open": is_open})


@register.simple_tag
def status_tag(text: object, colour: str = "grey") -> str:
    """A short state in a coloured box; the colour never carries the meaning alone."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"a tag is one of {sorted(TAG_COLOURS)}, not {colour!r}")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


# --- data


@register.simple_tag
def summary(rows: Iterable[Row], *, title: object = "") -> str:
    """A list of keys and values, each with a change link if it has one; with `title`, as a card."""
    listed = list(rows)
    context = {"rows": listed, "title": title, "actions": any(row.change_url for row in listed)}
    return _render("summary", context)


@register.simple_tag
def milestones(steps: Iterable[Step]) -> str:
    """The steps of a case from top to bottom: done, current, still to come."""
    return _render("milestones", {"steps": list(steps)})


@register.simple_tag
def table(
    caption: object, columns: Sequence[Column | str], rows: Iterable[Sequence[object]], *, caption_hidden: bool = False
) -> str:
    """A table with a caption; on narrow screens it scrolls inside itself."""
    heads = [column if isinstance(column, Column) else Column(column) for column in columns]
    lines = [list(zip(heads, row, strict=True)) for row in rows]
    return _render("table", {"caption": caption, "heads": heads, "lines": lines, "caption_hidden": caption_hidden})


@register.simple_block_tag
def stacked_table(
    content: str,
    caption: object,
    *headings: object,
    caption_hidden: bool = False,
    last_numeric: bool = False,
    extra_class: str = "",
) -> str:
    """A table whose rows become blocks on a narrow screen; it holds rows made of `<th>` and `{% cell %}`."""
    context = {
        "content": content,
        "caption": caption,
        "headings": headings,
        "caption_hidden": caption_hidden,
        "last_numeric": last_numeric,
        "extra_class": extra_class,
    }
    return _render("stacked_table", context)


@register.simple_block_tag
def cell(content: str, heading: object, *, numeric: bool = False, direction: str = "") -> str:
    """One cell of a stacked table; its heading stands before it on a narrow screen, unless the cell is empty."""
    kind = " govuk-table__cell--numeric" if numeric else ""
    label = format_html(' data-label="{}"', heading) if content.strip() else ""
    direction_attribute = format_html(' dir="{}"', direction) if direction else ""
    return format_html('<td class="govuk-table__cell{}"{}{}>{}</td>', kind, label, direction_attribute, content)


@register.simple_tag(takes_context=True)
def pagination(context: template.RequestContext, page: Page[object], *, parameter: str = "page") -> str:
    """Links to the previous and next page and to those around, keeping the rest of the query. Nothing for one page."""
    if page.paginator.num_pages < 2:
        return ""
    query = context["request"].GET.copy() if "request" in context else None

    def address(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [(number, address(number) if isinstance(number, int) else "") for number in numbers]
    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return _render("pagination", {"items": items, "current": page.number, "before": before, "after": after})


@register.simple_tag
def neighbours(before: str, after: str) -> str:
    """Links to the pages before and after this one, given as queries, where pages have no numbers."""
    if not before and not after:
        return ""
    return _render(
        "pagination", {"items": (), "before": f"?{before}" if before else "", "after": f"?{after}" if after else ""}
    )


# --- navigation


@register.simple_tag
def back(url: str, text: object = "") -> str:
    """The link above the title that leads to the page before."""
    words = text or _("Back")
    return format_html('<nav aria-label="{1}"><a class="govuk-back-link" href="{0}">{1}</a></nav>', url, words)


# --- text


@register.simple_tag
def ltr(value: object) -> str:
    """A number, code or Latin word isolated from the direction of the text around it."""
    return isolated(value)


@register.filter(name="ltr")
def isolated(value: object) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def money(amount: Money | None) -> str:
    """ "20.00 ₪", isolated; a currency written in Arabic letters keeps their direction."""
    if amount is None:
        return ""
    sign = formats.currency_sign(currency=amount.currency)
    direction = "rtl" if formats.is_arabic(sign) else "ltr"
    return format_html('<bdi dir="{}">{}</bdi>', direction, formats.money_text(amount))


@register.filter
def long_date(value: date | datetime | None) -> str:
    return formats.long_date(value) if value else ""


@register.filter
def weekday_date(value: date | datetime) -> str:
    """Write a day with its name."""
    return formats.weekday_date(value)


@register.filter
def long_datetime(value: datetime | None) -> str:
    return formats.long_datetime(value) if value else ""


@register.filter
def moment(value: date | datetime) -> SafeString:
    """A `<time>` element with the long form inside."""
    text = formats.long_datetime(value) if isinstance(value, datetime) else formats.long_date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), conditional_escape(text))
