"""Remarks in a page that tell by what it was made, copied, cached or optimized.

A page that was copied from another site by a program often still says so: where phishing pages
came from, and when.
"""

import re

from .finding import Page
from .tags import Comment

MAX_REMARK = 2_000
"""Units of a remark that are looked at."""
_TOOLS: tuple[tuple[str, str], ...] = (
    ("HTTrack", r"Mirrored from (?P<from>\S{1,500}) by HTTrack Website Copier/(?P<version>[\w.\-]+)"
     r"(?: \[[^\]]{0,40}\])?,? ?(?P<time>[^\n]{0,60})"),
    ("SingleFile", r"Page saved with SingleFile\s+url: (?P<from>\S{1,500})"
     r"(?:\s+saved date: (?P<time>[^\n]{0,80}))?"),
    ("Wayback Machine", r"FILE ARCHIVED ON (?P<time>.{0,60}?) AND RETRIEVED FROM"),
    ("Teleport", r"saved (?:from|with|by)[^\n]{0,40}Teleport"),
    ("WebCopy", r"Cyotek WebCopy"),
    ("Save Page WE", r"Saved by Save Page WE|savepage-url"),
    ("Yoast SEO", r"Yoast SEO (?:Premium )?plugin v(?P<version>[\d.]+)"),
    ("Rank Math", r"Search Engine Optimization by Rank Math"),
    ("All in One SEO", r"All in One SEO (?:Pack |Pro )?(?P<version>[\d.]+)"),
    ("W3 Total Cache", r"W3 Total Cache"),
    ("WP Super Cache", r"WP[- ]Super[- ]Cache"),
    ("WP Rocket", r"optimized by WP Rocket|WP Rocket/"),
    ("WP Fastest Cache", r"WP Fastest Cache"),
    ("LiteSpeed Cache", r"LiteSpeed Cache (?P<version>[\d.]+)?"),
    ("Webflow", r"created in Webflow"),
    ("Wix", r"Wix\.com"),
    ("LadiPage", r"LadiPage"),
    ("Haravan", r"Haravan"),
    ("Sapo", r"\bSapo\b|Bizweb"),
    ("NukeViet", r"NukeViet"),
    ("Blogger", r"Blogger Template"),
    ("FrontPage", r"Microsoft FrontPage"),
    ("Dreamweaver", r"InstanceBegin template"),
)  # fmt: skip
TOOLS = tuple((name, re.compile(pattern)) for name, pattern in _TOOLS)
"""Programs, and what they leave."""
_MARK = re.compile(
    r"\b(?:generated|created|built|made|powered|designed|developed|maintained|optimi[sz]ed|cached"
    r"|served|hosted|deployed|mirrored|archived|saved|exported|coded)\s+(?:by|with|on|from|using|in)\b"
    r"|\b(?:build|version|revision|commit|release)\b\s{0,3}[:#=]?\s{0,3}v?\d[\w.\-]*"
    r"|(?:thiết kế|phát triển|lập trình)(?: web| website)?\s+bởi",
    re.IGNORECASE,
)


def read_remark(page: Page, comment: Comment) -> None:
    """Tell a remark that has a mark of a tool, or words of how the page was made."""
    end = min(comment.end, comment.start + MAX_REMARK)
    text = page.source.written(comment.start, end)
    if text.lstrip().startswith("[if"):  # a condition for an old browser
        return
    for tool, pattern in TOOLS:
        found = pattern.search(text)
        if found is not None:
            facts = {name: value.strip() for name, value in found.groupdict().items() if value}
            version = facts.get("version", "").rstrip(".")
            normal = f"{tool} {version}".strip()
            page.found("page-remark", (comment.start, end), normal, facts={**facts, "tool": tool})
            return
    if _MARK.search(text) is not None:
        page.found("page-remark", (comment.start, end), confidence=60)
