"""Answers as people and browsers send them, made into values or refused: one reader for each type of question.

A reader gets what was posted for its question and never trusts it: neither its type nor its size nor its characters.
"""

from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.answers.readers import ANSWER_READERS, read_answer

__all__ = ["ANSWER_READERS", "RawAnswer", "read_answer"]
