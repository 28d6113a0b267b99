"""Captures packed for replay elsewhere: WACZ 1.1.1."""
