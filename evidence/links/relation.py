"""Relations: what a link says, each with its title and the FollowTheMoney schema that it is.

FollowTheMoney (followthemoney.tech) names them where it has one. That two nodes are the same is no
relation but a decision (`identity`).
"""

from dataclasses import dataclass
from typing import Literal

Relation = Literal[
    "named", "alias", "uses", "owns", "holder_of", "registered_to", "called", "messaged", "met",
    "transferred", "logged_in_from", "has_contact", "member_of", "family", "associate",
    "employed_by", "located_at", "seen_at", "involved_in", "mentioned_in", "mentioned_with",
]  # fmt: skip
"""Every relation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A relation."""

    title: str
    """How it reads between its subject and its object."""
    schema: str
    """FollowTheMoney's schema for it, or what comes nearest."""
    mutual: bool = False
    """Whether it says the same in both directions."""
    event: bool = False
    """Whether each statement is something that happened, which is counted."""


RELATIONS: dict[str, Kind] = {
    "named": Kind(title="is named", schema="name"),
    "alias": Kind(title="is also called", schema="alias"),
    "uses": Kind(title="uses", schema="UnknownLink"),
    "owns": Kind(title="owns", schema="Ownership"),
    "holder_of": Kind(title="holds", schema="UnknownLink"),
    "registered_to": Kind(title="is registered to", schema="UnknownLink"),
    "called": Kind(title="called", schema="Call", event=True),
    "messaged": Kind(title="wrote to", schema="Message", event=True),
    "met": Kind(title="met", schema="Event", mutual=True, event=True),
    "transferred": Kind(title="paid", schema="Payment", event=True),
    "logged_in_from": Kind(title="logged in from", schema="UnknownLink", event=True),
    "has_contact": Kind(title="has as a contact", schema="UnknownLink"),
    "member_of": Kind(title="is a member of", schema="Membership"),
    "family": Kind(title="is family of", schema="Family", mutual=True),
    "associate": Kind(title="is associated with", schema="Associate", mutual=True),
    "employed_by": Kind(title="works for", schema="Employment"),
    "located_at": Kind(title="is at", schema="UnknownLink"),
    "seen_at": Kind(title="was seen at", schema="UnknownLink", event=True),
    "involved_in": Kind(title="is involved in", schema="UnknownLink"),
    "mentioned_in": Kind(title="stands in", schema="Mention"),
    "mentioned_with": Kind(title="stands with", schema="UnknownLink", mutual=True),
}
"""Relations by name. `named` and `alias` give a node its label and are no links between two."""
NAMING = frozenset({"named", "alias"})
"""Relations whose object is a text that the subject goes by."""
