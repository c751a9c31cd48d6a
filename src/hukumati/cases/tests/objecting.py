"""Applications that were refused, and objections to the decision."""

from hukumati.cases import api as cases
from hukumati.cases.tests.card import take
from hukumati.cases.tests.conftest import Citizen, Pay, Work, soon


def refuse(person: Citizen, pay: Pay, work: Work) -> Citizen:
    """Let a person apply, pay and be refused."""
    person.fill()
    person.submit()
    pay(person.reference)
    work()
    take(person, "reject", reason="so it is")
    work(soon(seconds=6))
    assert person.look().state == "refused"
    return person


def object_to(person: Citizen, reason: str = "it is new") -> cases.CaseView:
    """Let a person object to the decision on their application."""
    return cases.reopen(
        reference=person.reference, sub=person.sub, action="object", reason=reason, seen_seq=None, now=person.now
    )
