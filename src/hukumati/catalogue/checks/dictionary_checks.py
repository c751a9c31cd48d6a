"""Checks against the data dictionary: `means` names an element, and the same one as the question's register."""

from collections.abc import Collection, Mapping

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Question, element_of

Concepts = Mapping[str, Mapping[str, str]]


def check_dictionary(
    *, parsed: ParsedFolder, contracts: Mapping[str, RegisterContract], elements: Collection[str]
) -> None:
    """Record meanings that the dictionary does not hold, and those that contradict the register."""
    concepts = {contract.id: contract.concepts for contract in contracts.values()}
    form = parsed.definition.form
    for word, pages in (("pages", form.pages), ("officials", form.officials)):
        for number, page in enumerate(pages):
            for index, question in enumerate(page.ask):
                if question.means:
                    place = at(parsed.sources.form, word, number, "ask", index, "means")
                    _check_meaning(parsed, question, place, concepts, elements)


def _check_meaning(
    parsed: ParsedFolder,
    question: Question,
    place: At,
    concepts: Concepts,
    elements: Collection[str],
) -> None:
    if question.means not in elements:
        parsed.diagnostics.unknown(
            place, "dictionary.element", "element of the data dictionary", question.means, elements
        )
        return
    by_register = element_of(question=question, concepts=concepts)
    if by_register and by_register != question.means:
        problem = f"{question.id!r} is said to mean {question.means}, but its register tells {by_register}"
        remedy = f"Remove `means`, or say `means: {by_register}`."
        parsed.diagnostics.add(place, "dictionary.differs", problem, remedy)
