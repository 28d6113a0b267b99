"""Readers of container formats for the extractors `archive` and `streams`.

Each reads an item in windows and decodes in small steps, so that whoever takes the bytes can stop
at any moment. A reader yields events (`entry`) and touches neither `Emit` nor the case.
"""
