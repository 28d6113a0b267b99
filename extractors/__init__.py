"""Bytes of an item into observations, texts and children; see `interface` and `table`."""
