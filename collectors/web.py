"""Web pages as captures: each page with all it needs, one WARC a page (rows of many items).

What is captured, in what order and how it is continued: `collectors.crawl`.
"""

from .crawl.run import Order, Place, Run

NAME = "web"


def collect(order: Order, place: Place) -> Run:
    """Return a run that captures what is ordered; see `Run.pages`."""
    return Run(order, place)
