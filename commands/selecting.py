"""Which links a command is about: those of the whole case, of an ego, or of paths between two."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..evidence.case import Case
from ..evidence.errors import ExitStatus
from ..evidence.links.view import Links
from ..graph.paths import HOPS, Question, find_paths
from .links_options import LinkOptions, refuse_together, tell_no_path, with_links
from .nodes import find_node

if TYPE_CHECKING:
    from ..graph.model import Source

Command = TypeVar("Command", bound=Callable[..., Any])
MAX_EGO, MAX_PATH = 6, 20
"""Links around somebody, and on a path, at most: as for `ego` and `path`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What is asked for, as typed."""

    which: LinkOptions
    """Which statements count."""
    ego: str = ""
    """Whom the ego is of."""
    hops: int = 0
    """How far around, or links on the longest path; 0 for what `ego` and `path` take."""
    path: tuple[str, str] | None = None
    """Between whom paths are."""
    paths: int = 5
    """How many paths at most."""

    @property
    def reach(self) -> int:
        """Return how many links it goes."""
        return self.hops or (HOPS if self.path else 1)

    def question(self) -> str:
        """Return it as one line for people."""
        asked = "the whole case"
        if self.ego:
            asked = f"ego {self.ego} --hops {self.reach}"
        elif self.path:
            ends = f"{self.path[0]} {self.path[1]}"
            asked = f"path {ends} --max {self.paths} --hops {self.reach}"
        return ", ".join(filter(None, (asked, self.which.words())))

    def told(self) -> dict[str, Any]:
        """Return it for the manifest of an export; `selection_of` reads it back."""
        told: dict[str, Any] = {}
        if self.ego:
            told = {"ego": self.ego, "hops": self.reach}
        elif self.path:
            told = {"path": list(self.path), "paths": self.paths, "hops": self.reach}
        which = self.which
        return told | {
            "as_of": which.as_of, "since": which.since, "until": which.until,
            "least_grade": which.least_grade, "via": sorted(which.via),
            "without": list(which.without), "mentions": which.mentions,
            "together": which.together,
        }  # fmt: skip

    def is_chosen(self) -> bool:
        """Tell whether it says more than as of when."""
        which = replace(self.which, as_of="")
        return bool(self.ego or self.path or which.words())

    def as_of(self, time: str) -> "Selection":
        """Return the same of what was recorded by then, where it says no time itself."""
        return replace(self, which=replace(self.which, as_of=self.which.as_of or time))


def with_selection(command: Command) -> Command:
    """Give a command the options that say which links it is about, as `selection`."""

    @click.option("--ego", metavar="WHO", help="Only what is around WHO, in any spelling.")
    @click.option(
        "--hops", type=click.IntRange(1, MAX_PATH), metavar="N",
        help=f"How far: with --ego 1 to {MAX_EGO} (else 1), with --path to {MAX_PATH} "
        f"(else {HOPS}).",
    )  # fmt: skip
    @click.option("--path", nargs=2, metavar="A B", help="Only the paths between A and B.")
    @click.option(
        "--paths", type=click.IntRange(1, 100), default=5, show_default=True, help="With --path."
    )
    @with_links
    @wraps(command)
    def wrapped(
        *args: Any,
        ego: str | None,
        hops: int | None,
        path: tuple[str, str] | None,
        paths: int,
        which: LinkOptions,
        **options: Any,
    ) -> Any:
        if ego and path:
            raise click.UsageError("give --ego or --path, not both")
        if not ego and not path:
            refuse_together(which)
            if hops:
                raise click.UsageError("--hops is for --ego and --path")
        if ego and hops and hops > MAX_EGO:
            raise click.BadParameter(f"{hops} is more than {MAX_EGO}", param_hint="--hops")
        selection = Selection(
            which=which, ego=ego or "", hops=hops or 0, path=path or None, paths=paths
        )
        return command(*args, selection=selection, **options)

    return wrapped  # type: ignore[return-value]


def selection_of(told: Any) -> Selection | None:
    """Return what a manifest says was asked for; none where it says nothing that can be asked."""
    try:
        path = told.get("path")
        which = LinkOptions(
            as_of=str(told["as_of"]), since=str(told["since"]), until=str(told["until"]),
            least_grade=str(told["least_grade"]), via=frozenset(map(str, told["via"])),
            without=tuple(map(str, told["without"])), mentions=bool(told["mentions"]),
            together=bool(told["together"]),
        )  # fmt: skip
        return Selection(
            which=which, ego=str(told.get("ego", "")),
            hops=max(0, min(MAX_PATH if path else MAX_EGO, int(told.get("hops", 0)))),
            path=(str(path[0]), str(path[1])) if path else None,
            paths=max(1, min(100, int(told.get("paths", 5)))),
        )  # fmt: skip
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError):
        return None


def source_of(case: Case, links: Links, selection: Selection, *, evidence: bool) -> "Source":
    """Return the graph that is asked for; E570 or E571 where a name is not one node's.

    Where there is no path, that is said as `path` says it, and the command ends as `path` does.
    """
    from ..graph.selected import ego_part, path_part
    from ..graph.whole import CaseSource

    which = selection.which
    lens, asked = which.lens(links), selection.question()
    if selection.ego:
        middle, steps = find_node(links, selection.ego), which.steps(links)
        return ego_part(case, steps, middle, selection.reach, question=asked, evidence=evidence)
    if selection.path:
        start, goal = (find_node(links, text) for text in selection.path)
        if start.id == goal.id:
            raise click.UsageError("both are the same one")
        question = Question(
            lens=lens, paths=selection.paths, hops=selection.reach, together=which.together
        )
        found = find_paths(links, start, goal, question)
        if not found.found:
            tell_no_path(links, which, selection.reach)
            raise click.exceptions.Exit(ExitStatus.FAILED)
        return path_part(case, which.steps(links), found, question=asked, evidence=evidence)
    return CaseSource(case, links, lens, evidence=evidence)
