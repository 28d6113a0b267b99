"""Tables: call records, bank statements, registers, contacts, read by what a profile says of them.

A profile (TOML) names the columns, how their cells are written, and which statements each row
gives. The reader needs no case: `reading.read_rows`. Guide: docs/guide/tables.md.
"""
