"""Questions to a case: is a value known, where does this stand, and SQL on documented views.

What is answered comes from the two indexes; what is shown as evidence is read back from the lines
that the ledger names. Nothing here prints, and nothing here writes into a case.
"""
