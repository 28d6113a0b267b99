"""Readable text out of documents that are text themselves: pages (HTML) and RTF."""
