"""Which adapters fill the ports of cases."""

from django.conf import settings

from hukumati.cases.adapters.file_inspector import FileInspector
from hukumati.cases.adapters.scanners import Clamd, KnownSignature
from hukumati.cases.ports import Inspector, Scanner


def scanners() -> tuple[Scanner, ...]:
    """Return the scanners that every upload must pass: the built-in one, and a clamd where one is configured."""
    address: str = settings.HUKUMATI.clamd
    return (KnownSignature(), Clamd(address)) if address else (KnownSignature(),)


def inspector() -> Inspector:
    """Return what finds out what an upload is."""
    return FileInspector()
