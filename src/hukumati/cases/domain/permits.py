"""Who may do what to a case."""

from dataclasses import dataclass
from typing import Protocol

CITIZENS_ACTIONS = frozenset({"save", "submit", "answer", "withdraw"})
SYSTEMS_ACTIONS = frozenset(
    {"open", "prefill", "paid", "paid_late", "answered", "issued", "handed_over", "expired", "timed_out", "failed"}
)
DESKS_ACTIONS = frozenset({"received", "handed_over", "returned"})


class Acting(Protocol):
    """What permits need to know of who acts."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def id_number(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose case it is, and which ministry's."""

    sub: str
    id_number: str
    provider: str


def is_own(actor: Acting, owner: Owner) -> bool:
    """This will tell whether an official would act on their own case."""
    return actor.id == owner.sub or (actor.id_number is not None and actor.id_number == owner.id_number)


def may_work(actor: Acting, owner: Owner, role: str) -> bool:
    """This will tell whether an official has the role that a state's work asks for ("officer", "moj.officer")."""
    return actor.kind == "officer" and actor.provider == owner.provider and role.rpartition(".")[2] in actor.roles


def may_act(actor: Acting, action: str, owner: Owner, role: str | None) -> bool:
    """This will decide; `role` is that of the state's work, None where no officer works."""
    if actor.kind == "system":
        return action in SYSTEMS_ACTIONS
    if actor.kind == "citizen":
        return action in CITIZENS_ACTIONS and actor.id == owner.sub
    if actor.kind == "clerk":
        return action in DESKS_ACTIONS and not is_own(actor, owner)
    officers = action not in CITIZENS_ACTIONS | SYSTEMS_ACTIONS
    return officers and role is not None and may_work(actor, owner, role) and not is_own(actor, owner)
