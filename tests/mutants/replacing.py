"""A changed function put in the place of the one that runs: what a fresh process with the changed file would have."""

import gc
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from types import CodeType, FunctionType

Changes = list[tuple[CodeType, CodeType]]


class ChangedAtImport(Exception):
    """What is changed runs as its module is imported: only a fresh process shows it."""


def replace_functions(path: str, before: str, after: str) -> int:
    """Give every function of a file that is changed its changed code; return how many there were.

    Raises ChangedAtImport where a default, a constant or a class is changed.
    """
    changes = changed_functions(compiled(before, path), compiled(after, path))
    functions = [
        each for each in gc.get_objects() if type(each) is FunctionType
    ]  # a proxy would answer as what it stands for
    found = [(each, new) for each in functions for old, new in changes if each.__code__ == old]
    ours = [(each, new) for each, new in found if each.__code__.co_filename == path]
    for function, new in ours:
        function.__code__ = new
    return len(ours)


def compiled(source: str, path: str) -> CodeType:
    """Return a module's code, as its import would compile it."""
    return compile(source, path, "exec", dont_inherit=True)


def changed_functions(before: CodeType, after: CodeType) -> Changes:
    """List the functions that differ, each with the functions around it."""
    return list(_changes(before, after))


def _changes(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    if before == after:
        return
    if before.co_flags & CO_OPTIMIZED:  # a function: neither a module nor the body of a class
        yield before, after
    elif _itself(before) != _itself(after):
        raise ChangedAtImport
    for old, new in zip(before.co_consts, after.co_consts, strict=False):
        if isinstance(old, CodeType) and isinstance(new, CodeType):
            yield from _changes(old, new)


def _itself(code: CodeType) -> tuple[object, ...]:
    """Return what a module or class body does of its own: a constant of another type is another one (1 and True)."""
    constants = [(type(each), repr(each)) for each in code.co_consts if not isinstance(each, CodeType)]
    return code.co_code, code.co_names, constants
