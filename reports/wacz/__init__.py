"""Captures packed for replay elsewhere: WACZ 1.2."""
