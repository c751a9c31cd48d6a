"""The reader of each type of question."""

from hukumati.core.bilingual import Bilingual
from hukumati.service_language import validation_messages
from hukumati.service_language.answers import choices, codes, composite, files, measures, numbers, texts
from hukumati.service_language.answers.groups import Reader, group_reader
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.questions import FILE_TYPES, Question
from hukumati.service_language.validation_messages import AnswerRefused

CHOSEN = ("choice", "choices", "yes_no", "office", "record", "records")

ANSWER_READERS: dict[str, Reader] = {
    "text": texts.read_text,
    "long_text": texts.read_long_text,
    "number": numbers.read_number,
    "decimal": measures.read_decimal,
    "time": measures.read_time,
    "money": numbers.read_money,
    "date": numbers.read_date,
    "yes_no": texts.read_yes_no,
    "choice": choices.read_choice,
    "choices": choices.read_choices,
    "office": choices.read_choice,
    "record": choices.read_record,
    "records": choices.read_records,
    "file": files.read_files,
    "files": files.read_files,
    "person_name": composite.read_person_name,
    "address": composite.read_address,
    "foreign_address": composite.read_foreign_address,
    "web_address": codes.read_web_address,
    "id_number": codes.read_id_number,
    "phone": codes.read_phone,
    "email": codes.read_email,
    "postcode": codes.read_postcode,
    "iban": codes.read_iban,
    "year_number": codes.read_year_number,
    "collection": choices.read_collection,
    "declaration": texts.read_declaration,
}


def read_answer(raw: RawAnswer) -> object:
    """Return the normalised, JSON-ready answer, None where there is none. Raises AnswerRefused."""
    value = ANSWER_READERS[raw.question.type](raw)
    if value in (None, []) and raw.question.required:
        raise AnswerRefused(_missing(raw.question))
    return value


def _missing(question: Question) -> Bilingual:
    if question.type == "collection":
        return validation_messages.NO_METHOD
    if question.type == "declaration":
        return validation_messages.NOT_DECLARED
    if question.type in FILE_TYPES:
        return validation_messages.no_file(question.label)
    if question.type == "yes_no":
        return validation_messages.not_answered(question.label)
    if question.type in CHOSEN:
        return validation_messages.not_chosen(question.label)
    return validation_messages.missing(question.label)


ANSWER_READERS["group"] = group_reader(read_answer)
