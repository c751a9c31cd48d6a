"""The plan of the house as tests read it: the import graph, and the contracts of `.importlinter`."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Final

import grimp
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

REPOSITORY: Final = Path(__file__).resolve().parents[2]
CONTRACTS_FILE: Final = REPOSITORY / ".importlinter"
CONTRACT_TYPES: Final[dict[str, type[Contract]]] = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}


@cache
def import_graph() -> grimp.ImportGraph:
    """Return who imports whom in the platform, the security server and the simulators, external packages included."""
    return grimp.build_graph("hukumati", "exchange", "simulators", include_external_packages=True, cache_dir=None)


@cache
def contracts() -> dict[str, Contract]:
    """Return the contracts of `.importlinter` by their id."""
    configure()
    options = read_user_options(config_filename=str(CONTRACTS_FILE))
    return {
        each["id"]: CONTRACT_TYPES[each["type"]](
            name=each["name"], session_options=options.session_options, contract_options=each
        )
        for each in options.contracts_options
    }


def is_kept(contract: Contract, graph: grimp.ImportGraph) -> bool:
    """Return whether a graph keeps a contract; the graph stays as it is."""
    return contract.check(deepcopy(graph), verbose=False).kept


def with_import(importer: str, imported: str) -> grimp.ImportGraph:
    """Return the import graph with one import more; modules that are not there yet are added."""
    graph = deepcopy(import_graph())
    for module in (importer, imported):
        if module not in graph.modules:
            graph.add_module(module)
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    return graph
