"""The reader of each type of question."""

from collections.abc import Callable
from typing import Any

from hukumati.catalogue.language import refusals
from hukumati.catalogue.language.answers import chosen, codes, composite, files, numbers, words
from hukumati.catalogue.language.answers.asked import Asked
from hukumati.catalogue.language.answers.groups import group_reader
from hukumati.catalogue.language.questions import FILES, Question
from hukumati.catalogue.language.refusals import AnswerRefused

CHOSEN = ("choice", "choices", "yes_no", "office", "record", "records")

READERS: dict[str, Callable[[Asked], Any]] = {
    "text": words.read_text,
    "long_text": words.read_long_text,
    "number": numbers.read_number,
    "money": numbers.read_money,
    "date": numbers.read_date,
    "yes_no": words.read_yes_no,
    "choice": chosen.read_choice,
    "choices": chosen.read_choices,
    "office": chosen.read_choice,
    "record": chosen.read_record,
    "records": chosen.read_records,
    "file": files.read_files,
    "files": files.read_files,
    "person_name": composite.read_person_name,
    "address": composite.read_address,
    "id_number": codes.read_id_number,
    "phone": codes.read_phone,
    "email": codes.read_email,
    "postcode": codes.read_postcode,
    "iban": codes.read_iban,
    "collection": chosen.read_collection,
    "declaration": words.read_declaration,
}


def read_answer(asked: Asked) -> Any:
    """This will give the normalised, JSON-ready answer, None where there is none. Raises AnswerRefused."""
    value = READERS[asked.question.type](asked)
    if value is None and asked.question.required:
        raise AnswerRefused(_missing(asked.question))
    return value


def _missing(question: Question) -> Any:
    if question.type == "collection":
        return refusals.NO_METHOD
    if question.type == "declaration":
        return refusals.NOT_DECLARED
    if question.type in FILES:
        return refusals.no_file(question.label)
    return refusals.not_chosen(question.label) if question.type in CHOSEN else refusals.missing(question.label)


READERS["group"] = group_reader(read_answer)
