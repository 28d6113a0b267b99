"""The kinds of observations that documents give, each with one line for people."""

COMMON: dict[str, str] = {
    "application": "program that wrote a document, with its version where told",
    "author": "person named by a document; the fact `role` says as what",
    "document-property": "a further property of a document; the fact `name` says which",
    "document-time": "time that a document tells of itself; the fact `role` says of what",
    "encryption": "a document or a part of it is encrypted",
    "external-link": "something outside that a document points to or loads",
}
OFFICE: dict[str, str] = COMMON | {
    "comment": "a person's comment on a document",
    "embedded-object": "a foreign object inside a document",
    "hidden-part": "a sheet, slide or text that is not shown",
    "macro": "program code inside a document, one for each module",
    "template": "template that a document was made from or loads",
    "tracked-change": "text that was inserted or deleted under change tracking",
}
PDF: dict[str, str] = COMMON | {
    "action": "something a PDF does when it is opened or clicked, but for scripts and links",
    "annotation": "a note put on a page",
    "form-field": "a value filled into a form",
    "revision": "an earlier state of the file, kept by an incremental update",
    "script": "JavaScript inside a PDF",
    "signature": "a digital signature, as it claims to be",
}

ROLES: dict[str, tuple[str, str]] = {
    "creator": ("author", "creator"),
    "initial-creator": ("author", "creator"),
    "lastModifiedBy": ("author", "modifier"),
    "Manager": ("author", "manager"),
    "printed-by": ("author", "printer"),
    "created": ("document-time", "created"),
    "creation-date": ("document-time", "created"),
    "modified": ("document-time", "modified"),
    "lastPrinted": ("document-time", "printed"),
    "print-date": ("document-time", "printed"),
    "Application": ("application", ""),
    "generator": ("application", ""),
    "Template": ("template", ""),
}
"""Property name: the kind of observation that it becomes, and the role it tells of."""
