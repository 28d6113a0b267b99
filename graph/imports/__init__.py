"""Graphs that an analyst edited elsewhere, read back and compared with the case."""
