"""Writing WARC files (ISO 28500) from recorded bytes."""
