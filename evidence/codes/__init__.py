"""The table of error codes: what went wrong, and the next step; a module for each subject.

Every code is explained in docs/spec/errors.md; `errors.TruyvetError` takes its words from here.
"""

from . import captures, cases, links, scans

ERRORS: dict[str, tuple[str, str]] = cases.ROWS | captures.ROWS | links.ROWS | scans.ROWS
"""Text and hint by code; both are formatted with the facts given when the error is raised."""
