"""Checks what kinds of values an expression puts together: money with money of its currency, codes with known codes.

Values of unknown kind (`ANY`) agree with all: this module tells only what is wrong for certain.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.diagnostics import suggest
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.money import EXPONENTS, InvalidMoney, Money
from hukumati.service_language.api import (
    LISTS,
    RECORD,
    VOID,
    Calculation,
    Definition,
    Node,
    Question,
    SyntaxRefused,
    parse_tree,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is; `currency` of money ("" unknown), `of` the kind of a list's entries, `parts` of an object's.

    `codes` are those that a text can be, empty where it can be anything; `bounds` between which a number lies.
    """

    name: str
    currency: str = ""
    of: "Kind | None" = None
    parts: "Mapping[str, Kind] | None" = field(default=None, compare=False)
    schema: SchemaNode | None = field(default=None, compare=False)
    contract: RegisterContract | None = field(default=None, compare=False)
    codes: tuple[str, ...] = field(default=(), compare=False)
    bounds: tuple[int | None, int | None] = field(default=(None, None), compare=False)


ANY, NUMBER, TEXT, BOOL, DATE, PERIOD, NULL = map(Kind, ("any", "number", "text", "bool", "date", "period", "null"))
_OF_QUESTIONS: Final = {
    "number": NUMBER, "decimal": NUMBER, "date": DATE, "yes_no": BOOL, "declaration": BOOL,
    **dict.fromkeys(("text", "long_text", "choice", "office", "iban", "id_number", "phone", "email"), TEXT),
    **dict.fromkeys(("postcode", "time", "web_address"), TEXT),
}  # fmt: skip
_APPLICANT: Final = {
    "id_number": TEXT, "born_on": DATE, "age": NUMBER, "alive": BOOL,
    "kind": replace(TEXT, codes=("citizen", "resident")), "sex": replace(TEXT, codes=("female", "male")),
    "governorate": replace(TEXT, codes=tuple(GOVERNORATES)),
}  # fmt: skip
_STATES_OF_REQUESTS: Final = ("open", "answered", "missed", "refused", VOID, "cancelled")
_OF_FUNCTIONS: Final = {
    "date": DATE, "days": PERIOD, "years_between": NUMBER, "size": NUMBER, "string": TEXT, "int": NUMBER,
    "full_name": TEXT, "contains": BOOL, "startsWith": BOOL, "endsWith": BOOL, "has": BOOL, "exists": BOOL,
    "exists_one": BOOL, "all": BOOL, "same_code": BOOL, "&&": BOOL, "||": BOOL, "in": BOOL,
}  # fmt: skip
UNKNOWN_CODE: Final = "expression.code"
NEVER_EQUAL: Final = "expression.kind"
OUT_OF_BOUNDS: Final = "expression.bound"
SHOWN_BY_VALUES: Final = (UNKNOWN_CODE, NEVER_EQUAL, OUT_OF_BOUNDS)
"""What evaluating may show better: told where it shows nothing."""
MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
LONGEST_NUMBER: Final = 18
_PLAIN: Final = frozenset({"number", "text", "bool", "date"})
_COMPARING: Final = ("==", "!=", "<", "<=", ">", ">=")
_CALCULATING: Final = ("+", "-", "*", "/", "%")
_WORDS: Final = {"true": BOOL, "false": BOOL, "null": NULL}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two kinds of values that do not go together."""

    problem: str
    remedy: str
    code: str = "expression.money"


class ExpressionTypes:
    """The kinds of values that the names of one service stand for."""

    def __init__(self, definition: Definition, contracts: Mapping[str, RegisterContract]) -> None:
        self.definition, self.contracts = definition, contracts

    def clashes(
        self, text: str, *, currency: str = "ILS", entry: Question | None = None, gives: str = ""
    ) -> Iterator[Clash]:
        """Yield what does not go together in an expression, unknown codes last.

        `currency` is that of `amount('…')`, `entry` the question whose `where` it is, `gives` what the cell of a table
        must be ("money").
        """
        try:
            tree = parse_tree(text)
        except SyntaxRefused:  # the compiler of expressions tells what it refuses
            return
        judge = _Judge(self._names(entry), currency)
        result = judge.kind(tree)
        yield from judge.clashes
        yield from judge.strangers
        if gives == "money" and not _is_zero(tree):
            yield from _not_money(result, tree, currency)

    def _names(self, entry: Question | None) -> dict[str, Kind]:
        names = {question.id: self._of_question(question) for question in self.definition.form.all_questions()}
        tree: dict[str, dict[str, Kind]] = {}
        for contract in self.definition.uses:
            owner, _, name = contract.partition(".")
            tree.setdefault(owner, {})[name] = self._of_contract(contract)
        names["registers"] = Kind("object", parts={each: Kind("object", parts=parts) for each, parts in tree.items()})
        names["applicant"] = Kind("object", parts=_APPLICANT)
        requests = self.definition.requests.items()
        names["requests"] = Kind("object", parts={name: _of_request(tuple(each.outcomes)) for name, each in requests})
        names["today"], names["fee"] = DATE, Kind("money", self.definition.fee_currency)
        names |= {each.name: self._of_calculation(each) for each in self.definition.calculations.values()}
        if entry is not None:
            is_group = entry.type == "group"
            names["_it"] = (self._of_question(entry).of or ANY) if is_group else self._entry(entry)
        return names

    def _of_question(self, question: Question) -> Kind:
        if question.type == "money":
            return Kind("money", question.currency)
        if question.type == "record":
            return self._entry(question)
        if question.type == "records":
            return Kind("list", of=self._entry(question))
        if question.type == "group":
            parts = {each.id: self._of_question(each) for each in question.ask}
            parts |= {RECORD: self._entry(question)} if question.each else {}
            return Kind("list", of=Kind("object", parts=parts))
        codes = tuple(option.code for option in question.options)
        if question.type in LISTS:
            return Kind("list", of=replace(TEXT, codes=codes) if question.type == "choices" else ANY)
        if question.type == "collection":
            return Kind("object", parts={"method": replace(TEXT, codes=codes)})
        if question.type == "address":
            return Kind("object", parts={"governorate": replace(TEXT, codes=tuple(GOVERNORATES))})
        if question.type == "number":
            return replace(NUMBER, bounds=(whole(question.min), whole(question.max)))
        return replace(_OF_QUESTIONS.get(question.type, ANY), codes=codes)

    def _of_calculation(self, calculation: Calculation) -> Kind:
        return Kind("money", calculation.currency) if calculation.gives == "money" else Kind(calculation.gives)

    def _of_contract(self, name: str) -> Kind:
        contract = self.contracts.get(name)
        return ANY if contract is None else _of_schema(contract, contract.schema)

    def _entry(self, question: Question) -> Kind:
        owner, _, rest = question.of.partition(".")
        name, _, path = rest.partition(".")
        contract = self.contracts.get(f"{owner}.{name}")
        items = contract.items(tuple(path.split("."))) if contract is not None else None
        return ANY if contract is None or items is None else _of_schema(contract, items)


def _of_request(outcomes: tuple[str, ...]) -> Kind:
    parts = {"state": replace(TEXT, codes=_STATES_OF_REQUESTS), "outcome": replace(TEXT, codes=outcomes)}
    return Kind("object", parts=parts)


def _of_schema(contract: RegisterContract, schema: SchemaNode | None) -> Kind:
    shape = contract.element((), schema)
    if shape is None:
        return ANY
    parts = shape.get("properties", {})
    if parts.keys() == {"amount", "currency"}:
        return Kind("register_money", _only_currency(contract.element((), parts["currency"])))
    if parts:
        return Kind("object", schema=shape, contract=contract)
    kinds = shape.get("type", "")
    named = [each for each in (kinds if isinstance(kinds, list) else [kinds]) if each != "null"]
    if named == ["array"]:
        return Kind("list", of=_of_schema(contract, shape.get("items")))
    of_json = {"integer": NUMBER, "number": NUMBER, "string": TEXT, "boolean": BOOL}
    if shape.get("format"):  # a day becomes a date on the way
        return ANY
    codes = tuple(each for each in shape.get("enum", ()) if isinstance(each, str))
    return replace(of_json.get(named[0], ANY), codes=codes) if len(named) == 1 else ANY


def _only_currency(schema: SchemaNode | None) -> str:
    allowed = (schema or {}).get("enum", [(schema or {}).get("const")])
    return str(allowed[0]) if len(allowed) == 1 and allowed[0] else ""


def _number(node: Node) -> str:
    """Return the number that stands there, "" for anything else."""
    return node.name if node.kind == "literal" and node.name[0] not in "'\"" else ""


def whole(value: object) -> int | None:
    """Return the whole number that a bound or a literal is; None of anything else."""
    text = str(value)
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < LONGEST_NUMBER else None


def _can_be(sign: str, number: int, low: int | None, high: int | None) -> bool:
    """Return whether a value between bounds can be so to a number."""
    above_low = low is None or (number > low if sign == "<" else number >= low)
    below_high = high is None or (number < high if sign == ">" else number <= high)
    return {"==": above_low and below_high, "<": above_low, "<=": above_low, ">": below_high, ">=": below_high}.get(
        sign, True
    )


def _text(node: Node) -> str:
    """Return the text that stands there, without its quotes."""
    return node.name[1:-1] if node.kind == "literal" and not _number(node) else ""


def _is_zero(node: Node) -> bool:
    """Nothing is nothing in every unit."""
    return _number(node) == "0"


def _written(node: Node, currency: str) -> str:
    """Return how an amount is meant to be written."""
    whole = _number(node) if _number(node).isdigit() else "20"
    return f"amount('{whole}.{'0' * EXPONENTS.get(currency, 2)}')"


def _called(node: Node, kind: Kind) -> str:
    return f"the number {_number(node)}" if _number(node) else f"a {kind.name.replace('_', ' ')}"


def _not_money(result: Kind, tree: Node, currency: str) -> Iterator[Clash]:
    if result.name == "money" and result.currency not in ("", currency):
        problem = f"the cell gives {result.currency}, and the table is in {currency}"
        yield Clash(problem, "Give amounts of the table's currency.")
    elif result.name == "number":  # it would be taken for minor units; what is no number, the table itself refuses
        yield Clash(f"the cell gives {_called(tree, result)}, not money", f"Write {_written(tree, currency)}.")


class _Judge:
    """Finds the kind of each node; `currency` is that of amounts which do not say theirs."""

    def __init__(self, names: Mapping[str, Kind], currency: str) -> None:
        self.names, self.currency = dict(names), currency
        self.clashes: list[Clash] = []
        self.strangers: list[Clash] = []

    def kind(self, node: Node) -> Kind:
        if node.kind == "literal":
            return NUMBER if _number(node) else TEXT
        if node.kind == "name":
            return _WORDS.get(node.name) or self.names.get(node.name, ANY)
        if node.kind == "member":
            return _part(self.kind(node.parts[0]), node.name)
        if node.kind == "macro":
            return self._of_macro(node)
        kinds = [self.kind(each) for each in node.parts]
        if node.kind in _COMPARING:
            self._compare(node, *kinds)
            self._find_strangers(node, *kinds)
            return BOOL
        if node.kind == "in":
            self._find_strangers_in_list(node, *kinds)
            return BOOL
        if node.kind in _CALCULATING:
            return self._calculate(node, *kinds)
        return self._of_function(node, kinds)

    def _of_function(self, node: Node, kinds: list[Kind]) -> Kind:
        special: dict[str, Callable[[], Kind]] = {
            "amount": lambda: self._of_amount(node),
            "minor": lambda: Kind("money", kinds[0].currency if kinds else ""),
            "sum": lambda: kinds[0].of if kinds and kinds[0].of else ANY,
            "share": lambda: kinds[0] if kinds else ANY,
            "pluck": lambda: Kind("list", of=ANY),
            "list": lambda: Kind("list", of=_any_of(kinds[0]) if len(set(kinds)) == 1 else ANY),
            "!": lambda: _any_of(kinds[0]),  # the sign of a number too
            "choice": lambda: self._of_choice(kinds),
            "index": lambda: _part(kinds[0], _text(node.parts[1])) if _text(node.parts[1]) else kinds[0].of or ANY,
        }
        name = node.name if node.kind == "call" else node.kind
        return special[name]() if name in special else _OF_FUNCTIONS.get(name, ANY)

    def _of_macro(self, node: Node) -> Kind:
        target, variable, *bodies = node.parts
        listed, before = self.kind(target), dict(self.names)
        self.names[variable.name] = listed.of or ANY
        results = [self.kind(each) for each in bodies]
        self.names = before
        if node.name == "map":
            return Kind("list", of=results[-1] if results else ANY)
        return listed if node.name == "filter" else BOOL

    def _of_amount(self, node: Node) -> Kind:
        written = [_text(each) for each in node.parts]
        currency = written[1] if len(written) > 1 else self.currency
        if written and written[0] and currency in EXPONENTS:
            try:
                Money.parse(written[0], currency)
            except InvalidMoney:
                remedy = f"Write it with its decimals: amount('20.{'0' * EXPONENTS[currency]}')."
                self.clashes.append(Clash(f"{written[0]!r} is not an amount in {currency}", remedy))
        return Kind("money", currency)

    def _of_choice(self, kinds: list[Kind]) -> Kind:
        found = [kind for kind in kinds[1:] if kind.name != "null"]
        currencies = {kind.currency for kind in found if kind.name == "money"} - {""}
        if len(currencies) > 1:
            self._mixed(*sorted(currencies))
        return _any_of(found[0]) if len({kind.name for kind in found}) == 1 else ANY

    def _find_strangers(self, node: Node, left: Kind, right: Kind) -> None:
        self._find_stranger(left, node.parts[1])
        self._find_stranger(right, node.parts[0])
        self._find_number_out_of_bounds(node.kind, left, node.parts[1])
        self._find_number_out_of_bounds(MIRRORED.get(node.kind, node.kind), right, node.parts[0])
        if left.name != right.name and {left.name, right.name} <= _PLAIN:
            problem = f"a {left.name} is compared with a {right.name}, and never is one"
            self.strangers.append(Clash(problem, "Compare values of the same type.", NEVER_EQUAL))

    def _find_strangers_in_list(self, node: Node, left: Kind, right: Kind) -> None:
        self._find_stranger(right.of or ANY, node.parts[0])
        for each in node.parts[1].parts if node.parts[1].kind == "list" else ():
            self._find_stranger(left, each)

    def _find_stranger(self, kind: Kind, written: Node) -> None:
        """What is compared with a code must be one; "" stands for none."""
        code = _text(written)
        if kind.codes and code and code not in kind.codes:
            problem = f"{code!r} is compared with something that is never it"
            self.strangers.append(Clash(problem, suggest(code, kind.codes), UNKNOWN_CODE))

    def _find_number_out_of_bounds(self, sign: str, kind: Kind, written: Node) -> None:
        """What no answer between its bounds can be is never so, whatever stands beside it."""
        number = whole(_number(written))
        if number is not None and not _can_be(sign, number, *kind.bounds):
            low, high = ("…" if each is None else each for each in kind.bounds)
            problem = f"{sign} {number} never holds of an answer between {low} and {high}"
            self.strangers.append(Clash(problem, "Correct the number, or the bounds of the question.", OUT_OF_BOUNDS))

    def _compare(self, node: Node, left: Kind, right: Kind) -> None:
        if {left.name, right.name} & {"any", "null"}:
            return
        if left.name == right.name == "money":
            self._same_currency(left, right)
        elif "money" in (left.name, right.name):
            money, other = (left, node.parts[1]) if left.name == "money" else (right, node.parts[0])
            self._beside_money(money, other, right if left.name == "money" else left, "compared with")

    def _beside_money(self, money: Kind, other: Node, kind: Kind, how: str) -> None:
        if _is_zero(other):
            return
        currency = money.currency or self.currency
        second = "" if currency == self.currency else f", '{currency}'"
        remedy = f"Write money as money: {_written(other, currency)[:-1]}{second})."
        if kind.name == "register_money":
            remedy = "Put minor(…) around the register's money."
        self.clashes.append(Clash(f"money is {how} {_called(other, kind)}", remedy))

    def _same_currency(self, left: Kind, right: Kind) -> None:
        currencies = sorted({left.currency, right.currency} - {""})
        if len(currencies) > 1:
            self._mixed(*currencies)

    def _mixed(self, one: str, other: str) -> None:
        remedy = "Put together amounts of one currency; amount('20.000', 'JOD') says another than the table's."
        self.clashes.append(Clash(f"{one} and {other} are put together", remedy))

    def _calculate(self, node: Node, left: Kind, right: Kind) -> Kind:
        names, sign = {left.name, right.name}, node.kind
        if left.name == right.name == "money":
            self._same_currency(left, right)
            if sign == "*":
                self.clashes.append(Clash("money is multiplied by money", "Multiply money by a number."))
            return NUMBER if sign == "/" else Kind("money", left.currency or right.currency)
        if "money" in names:
            money, other, kind = (left, node.parts[1], right) if left.name == "money" else (right, node.parts[0], left)
            if sign in ("+", "-") and kind.name not in ("any", "null"):
                self._beside_money(money, other, kind, "added to" if sign == "+" else "taken together with")
            return ANY if "any" in names and sign in ("/", "%") else money
        if "date" in names:
            return PERIOD if left.name == right.name else DATE
        return _any_of(left) if left.name == right.name else ANY


def _any_of(kind: Kind) -> Kind:
    """Return the kind of what comes of a value: no longer one of its codes, nor between its bounds."""
    return replace(kind, codes=(), bounds=(None, None))


def _part(kind: Kind, name: str) -> Kind:
    if kind.parts is not None:
        return kind.parts.get(name, ANY)
    if kind.contract is not None and kind.schema is not None:
        return _of_schema(kind.contract, kind.contract.element((name,), kind.schema))
    return ANY
