from hukumati.core.errors import HukumatiError


class InteroperabilityError(HukumatiError):
    """The root of this part's errors."""

    code = "interoperability.error"
    status = 502


class RegisterUnavailable(InteroperabilityError):
    """The register did not answer: whether it received the request is unknown; it may be queried again later."""

    code = "interoperability.register_unavailable"
    status = 503

    def __init__(self, contract: str, reason: str = "") -> None:
        super().__init__(f"The register behind {contract} does not answer now.")
        self.contract = contract
        self.reason = reason


class RegisterRefused(InteroperabilityError):
    """The register, or its security server, refused this request for good."""

    code = "interoperability.register_refused"

    def __init__(self, contract: str, error_type: str) -> None:
        super().__init__(f"The register behind {contract} refused: {error_type}.")
        self.contract = contract
        self.error_type = error_type


class ParameterRefused(RegisterRefused):
    """A parameter does not have the form that the contract demands, so nothing was sent; `parameter` names it."""

    code = "interoperability.parameter_refused"
    status = 422

    def __init__(self, contract: str, parameter: str) -> None:
        super().__init__(contract, f"parameter_{parameter}")
        self.parameter = parameter


class NotAgreed(RegisterRefused):
    """The register's owner has not agreed to this use of a contract, so nothing was sent."""

    code = "interoperability.not_agreed"
    status = 403

    def __init__(self, contract: str) -> None:
        super().__init__(contract, "not_agreed")


class NoticeMalformed(RegisterRefused):
    """What a register was to be told does not keep the contract at `place`, so nothing was sent."""

    code = "interoperability.notice_malformed"
    status = 422

    def __init__(self, contract: str, place: str) -> None:
        super().__init__(contract, f"message_{place}")
        self.place = place


class NoticeRefused(RegisterRefused):
    """The register read what it was told and does not record it; `reason` is one of the contract's, or "other"."""

    code = "interoperability.notice_refused"
    status = 409

    def __init__(self, contract: str, reason: str) -> None:
        super().__init__(contract, f"refused_{reason}")
        self.reason = reason


class NoSuchRecord(InteroperabilityError):
    """The register answered that it knows no such person."""

    code = "interoperability.no_such_record"
    status = 404

    def __init__(self, contract: str) -> None:
        super().__init__(f"The register behind {contract} knows no such person.")
        self.contract = contract


class AnswerMalformed(InteroperabilityError):
    """The register's answer does not keep its contract, or is about another person."""

    code = "interoperability.answer_malformed"

    def __init__(self, contract: str, place: str) -> None:
        super().__init__(f"The answer of the register behind {contract} does not keep its contract at {place}.")
        self.contract = contract
        self.place = place


class NoSuchElement(InteroperabilityError):
    """The data dictionary has no such element."""

    code = "interoperability.no_such_element"
    status = 404


class NoSuchContract(InteroperabilityError):
    """No contract has this id."""

    code = "interoperability.no_such_contract"
    status = 404


class AnchorNotWitnessed(InteroperabilityError):
    """The digest of an anchor reached no other message log yet."""

    code = "interoperability.anchor_not_witnessed"
    status = 503
