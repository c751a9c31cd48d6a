"""The template tag `csrf_token` of every form: Django's token, and whose form it is."""

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hukumati.web.sending.marks import MARK, mark_of

register = template.Library()


class FormTokensNode(CsrfTokenNode):
    """Renders both hidden fields."""

    def render(self, context: Context) -> SafeString:
        """Return the token's field, and for a signed-in person the mark's."""
        token = super().render(context)
        request = context.get("request")
        mark = mark_of(request) if request is not None and token else ""
        field = format_html('<input type="hidden" name="{}" value="{}">', MARK, mark) if mark else ""
        return mark_safe(f"{token}{field}")  # noqa: S308 - both parts are escaped


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> Node:
    """Take the place of Django's tag of this name (settings.TEMPLATES)."""
    return FormTokensNode()
