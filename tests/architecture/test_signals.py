"""No part listens by Django's signals or takes another's model by name: facts are events, rows are read by doors.

An import contract cannot say this: external packages are one module in the import graph, and `get_model` is a call.
"""

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.architecture.house import REPOSITORY

SIGNAL_MODULES: Final = frozenset({
    "django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals",
    "django.contrib.auth.signals", "django.db.backends.signals",
})  # fmt: skip


def faults_of(source: str) -> Iterator[str]:
    """Find imports of signals, and calls of `get_model`, in Python source."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(module)):
                names = {module, *(f"{module}.{alias.name}" for alias in node.names)}
                yield from sorted(name for name in names if _is_signal(name))
            case ast.Import():
                yield from sorted(alias.name for alias in node.names if _is_signal(alias.name))
            case ast.Call(func=ast.Attribute(attr="get_model")):
                yield "get_model"


def _is_signal(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in SIGNAL_MODULES)


def test_no_part_uses_signals_or_another_parts_models() -> None:
    sources = [*REPOSITORY.glob("src/hukumati/**/*.py")]
    assert len(sources) > 500
    faults = [
        f"{path.relative_to(REPOSITORY)}: {fault}"
        for path in sources
        if "migrations" not in path.parts
        for fault in faults_of(path.read_text("utf-8"))
    ]
    assert faults == []


@pytest.mark.parametrize(
    "planted",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "import django.dispatch",
        "from django.dispatch.dispatcher import Signal",
        "def f(): return apps.get_model('payments', 'Bill')",
    ],
)
def test_a_planted_signal_is_found(planted: str) -> None:
    assert list(faults_of(planted))


def test_what_only_looks_like_a_signal_is_not() -> None:
    assert list(faults_of("import signal\nfrom django.db.models import Signal\nfoo.get_models()")) == []
