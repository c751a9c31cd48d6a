"""The root of the part's error tree, and what the domain itself refuses. The tree is drawn atop api.py."""

from hukumati.core.errors import HukumatiError


class CasesError(HukumatiError):
    code = "cases.error"


class NotPossibleHere(CasesError):
    """The state of the case does not know this action, or not for this actor."""

    code = "cases.not_possible_here"
    status = 409


class DataMissing(CasesError):
    """The action needs something that was not given, such as a reason."""

    code = "cases.data_missing"
    status = 422

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
