"""Readers of office documents and PDF files: what `office`, `pdf` and `ocr` examine with.

A reader yields findings in a fixed order; the same reader, run again, resolves their steps.
"""
