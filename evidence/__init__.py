"""The case and what is true of it: nouns, ledger, object store, index, verification."""
