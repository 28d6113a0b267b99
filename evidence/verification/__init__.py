"""Verification: what a case proves, checked without trusting it. Start at `run.verify`.

Each module checks one part and adds findings; none stops at the first problem. The steps are those
of docs/spec/verify.md.
"""
