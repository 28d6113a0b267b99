"""Bytes to commitments: digests, canonical JSON, Merkle trees, signatures, checkpoints.

Everything here is pure: no clock, no randomness, no paths, no network. What a function cannot
vouch for it refuses with a subclass of ``ValueError``; giving that a code and a hint is the
business of the room above.
"""
