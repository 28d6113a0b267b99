"""Messages by their own bytes: fields, parts, addresses, mailboxes, Outlook items.

The standard library's parser forgets where things stand; this one keeps every offset.
"""
