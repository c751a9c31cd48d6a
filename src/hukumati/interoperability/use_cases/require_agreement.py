"""The owner of a register decides who uses a contract, for what and about whom: asked again at every use."""

from hukumati.core import audit
from hukumati.core.clock import local_date, now
from hukumati.interoperability import agreement_files
from hukumati.interoperability.domain.agreement import Use, is_agreed
from hukumati.interoperability.errors import NotAgreed


def require_agreement(use: Use, *, user: str, issue: str) -> None:
    """Record and raise `NotAgreed` unless the register's owner agreed to this use."""
    if is_agreed(agreement_files.load(), use, on=local_date(now())):
        return
    details = {"contract": use.contract, "purpose": use.grounds.purpose, "issue": issue}
    audit.record(subject=f"person:{use.subject_id}", actor=user, action="register.not_agreed", details=details)
    raise NotAgreed(use.contract)
