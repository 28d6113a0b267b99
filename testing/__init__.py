"""For those who write extractors: run one over bytes, and check it as ours are checked.

`examine` runs an extractor in this process and gives back all it emitted, `unfold` also over
what is found inside; `resolve` follows a locator; `conformance` says in what an extractor breaks
the rules, `check` does so in a test, `python -m truyvet.testing` at a prompt.
Guide: docs/guide/extractors.md.
"""

from .bench import Brought, Child, Examination, examine, resolve
from .breach import RULES, Breach
from .conformance import Effort, check, conformance
from .unfolding import Unfolded, unfold

__all__ = [
    "RULES",
    "Breach",
    "Brought",
    "Child",
    "Effort",
    "Examination",
    "Unfolded",
    "check",
    "conformance",
    "examine",
    "resolve",
    "unfold",
]
