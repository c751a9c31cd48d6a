"""Guides: Markdown made into safe HTML with the classes of the design system."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "blockquote_open": "govuk-inset-text",
}
HEADINGS = {"h1": "govuk-heading-l", "h2": "govuk-heading-m", "h3": "govuk-heading-s"}
FORBIDDEN = ("image", "html_block", "html_inline")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["image"])


def render_guide(text: str) -> str:
    """Render Markdown; HTML in it is shown as text, links lead only to http, https and this site."""
    tokens = _markdown().parse(text)
    for token in tokens:
        _dress(token)
        for child in token.children or ():
            _dress(child)
    return str(_markdown().renderer.render(tokens, _markdown().options, {}))


def _dress(token: Token) -> None:
    name = HEADINGS.get(token.tag) if token.type == "heading_open" else CLASSES.get(token.type)
    if name:
        token.attrJoin("class", name)
