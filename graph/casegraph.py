"""A case as networkx sees it: an undirected graph whose nodes are texts, answered from the file."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import networkx as nx

from ..evidence.case import Case
from ..evidence.links.node import parse_node
from ..evidence.links.rows import Lens
from ..evidence.links.view import Links
from .steps import Steps

if TYPE_CHECKING:
    from .snapshot import Snapshot


class CaseGraph:
    """A case, open as a graph; made by `backend.case_graph`."""

    __networkx_backend__ = "truyvet"

    def __init__(self, folder: Path, lens: Lens | None = None) -> None:
        """Open the case; raises as `Links.open`."""
        self.lens = lens or Lens()
        """Which statements count."""
        self._stack = ExitStack()
        self.links = self._stack.enter_context(Links.open(Case(folder)))
        """Its links, for what networkx does not ask."""
        self.links.identify_by(self.lens)
        self.steps = Steps(self.links, self.lens)
        """Steps from node to node."""
        self.graph: dict[str, object] = {}
        self._snapshot: Snapshot | None = None

    def __enter__(self) -> "CaseGraph":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the case."""
        self._stack.close()

    # What networkx's graphs answer

    def is_directed(self) -> bool:
        """Tell whether links have a direction: here they have none."""
        return False

    def is_multigraph(self) -> bool:
        """Tell whether there may be several links between two: here they are one."""
        return False

    def __contains__(self, node: object) -> bool:
        return isinstance(node, str) and self._find(node) is not None

    has_node = __contains__

    def __len__(self) -> int:
        return self.arrays().size

    number_of_nodes = order = __len__

    def number_of_edges(self) -> int:
        """Return the number of linked pairs."""
        return self.arrays().links

    size = number_of_edges

    def __iter__(self) -> Iterator[str]:
        return iter(self.names(self.arrays().ids.tolist()))

    def nodes(self) -> Iterator[str]:
        """Yield all nodes that are linked with another."""
        return iter(self)

    def neighbors(self, node: str) -> Iterator[str]:
        """Yield the nodes that a node is linked with."""
        number = self.number(node)
        return iter(self.names(sorted(self.steps.reached((number,)) - {number})))

    __getitem__ = adj = neighbors

    def degree(self, node: str) -> int:
        """Return how many nodes a node is linked with."""
        number = self.number(node)
        return len(self.steps.reached((number,)) - {number})

    def has_edge(self, one: str, two: str) -> bool:
        """Tell whether two nodes are linked."""
        numbers = self._find(one), self._find(two)
        return None not in numbers and numbers[1] in self.steps.reached((self.number(one),))

    # What its functions need

    def number(self, node: str) -> int:
        """Return a node's number; `networkx.NodeNotFound` where there is no such node."""
        found = self._find(node)
        if found is None:
            raise nx.NodeNotFound(f"Node {node} is not in the case")
        return found

    def _find(self, node: str) -> int | None:
        try:
            row = self.links.find(parse_node(node))
        except ValueError:
            return None
        return None if row is None else row.id

    def names(self, ids: Collection[int]) -> list[str]:
        """Return nodes as texts, in the order of their numbers given."""
        rows = self.links.nodes(ids)
        return [str(rows[number].node) for number in ids]

    def arrays(self) -> "Snapshot":
        """Return the whole graph as arrays, made once."""
        from .snapshot import build, snapshot_of

        if self._snapshot is None:
            whole = self.lens == Lens()
            case = self.links.case
            self._snapshot = (
                snapshot_of(case, self.links) if whole else build(self.links, self.lens)
            )
        return self._snapshot
