"""HTTP messages as they were on the wire: heads, chunks, content encodings."""
