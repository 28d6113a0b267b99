"""For those who write extractors: run one over bytes, and check it as ours are checked.

`examine` runs an extractor in this process and gives back all it emitted; `resolve` follows a
locator; `conformance` says in what an extractor breaks the rules of `truyvet.extractors.interface`.
Guide: docs/guide/extractors.md.
"""

from .bench import Child, Examination, examine, resolve

__all__ = ["Child", "Examination", "examine", "resolve"]
