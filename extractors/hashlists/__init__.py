"""Lists of hashes as others publish them, into hash sets of our own; and the folder of these."""
