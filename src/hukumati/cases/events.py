"""What cases announce. No personal data: a reference, a service and a time."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaseSubmitted:
    reference: str
    service_code: str
    provider: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """`outcome` is the state that the decision led to."""

    reference: str
    service_code: str
    provider: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseReady:
    """What was applied for can be had: downloaded, or collected at its place."""

    reference: str
    service_code: str
    provider: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """`outcome` is the state in which the case ended."""

    reference: str
    service_code: str
    provider: str
    outcome: str
    at: datetime
