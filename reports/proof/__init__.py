"""Proof bundles: what a third party needs to check every step of a path, in one file.

Format: docs/spec/proof.md.
"""
