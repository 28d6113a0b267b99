"""A case as a backend of networkx: `nx.shortest_path(case_graph, a, b)` runs on the case file.

networkx finds it by the entry points `networkx.backends` and `networkx.backend_info`, and loads
this module whenever it is imported itself: nothing heavy is imported before it is asked for. What
is not provided fails at once: no case is turned into a graph in memory unasked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .plain import to_networkx

if TYPE_CHECKING:
    from ..evidence.links.rows import Lens
    from .casegraph import CaseGraph

__all__ = ["FUNCTIONS", "Dispatch", "backend_info", "case_graph", "dispatch", "to_networkx"]

FUNCTIONS = (
    "all_shortest_paths",
    "betweenness_centrality",
    "bidirectional_shortest_path",
    "connected_components",
    "degree_centrality",
    "ego_graph",
    "has_path",
    "node_connected_component",
    "number_connected_components",
    "pagerank",
    "shortest_path",
    "shortest_path_length",
    "shortest_simple_paths",
    "single_source_shortest_path_length",
)
"""Functions of networkx that run on a case."""


def case_graph(folder: Path | str, lens: "Lens | None" = None) -> "CaseGraph":
    """Open the case at `folder` as a graph for networkx; close it, or use it in a `with`.

    Its nodes are texts such as `phone:+84912345678`; it is undirected, and several links between
    two nodes are one. `lens` says which statements count.
    """
    from .casegraph import CaseGraph

    return CaseGraph(Path(folder), lens)


def backend_info() -> dict[str, object]:
    """Return what networkx tells of this backend."""
    return {
        "backend_name": "truyvet",
        "project": "truyvet",
        "package": "truyvet",
        "short_summary": "Runs on the links of a case, with nothing loaded.",
        "functions": {name: {} for name in FUNCTIONS},
    }


class Dispatch:
    """What networkx calls: one function for each that runs on a case."""

    def __getattr__(self, name: str) -> Any:
        """Return the function of this name; AttributeError where a case does not answer it."""
        if name not in FUNCTIONS:
            raise AttributeError(name)
        from . import casefunctions

        return getattr(casefunctions, name)

    def __dir__(self) -> Iterator[str]:
        """Return the names of all that runs on a case."""
        return iter((*FUNCTIONS, "convert_from_nx", "convert_to_nx"))

    def convert_from_nx(self, graph: object, *args: object, **options: object) -> object:
        """Refuse: a graph in memory is no case (E577)."""
        raise _refusal("conversion into a case")

    def convert_to_nx(self, graph: object, *args: object, **options: object) -> object:
        """Return results, which are plain already; refuse a case (E577)."""
        from .casegraph import CaseGraph

        if isinstance(graph, CaseGraph):
            raise _refusal("conversion into memory")
        return graph


def _refusal(what: str) -> Exception:
    from ..evidence.errors import TruyvetError

    return TruyvetError("E577", what=what)


dispatch = Dispatch()
"""The entry point `networkx.backends`."""
