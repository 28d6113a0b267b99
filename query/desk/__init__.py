"""The desk: many cases and reference registers side by side, asked at once.

What stands on a desk is told by its ledger (`evidence.desks`); `desk.db` is the look-up index that
is derived from it, from the cases and from the stored registers.
"""
