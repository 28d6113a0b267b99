"""Which pages are captured, in what order, how fast, and where it ends."""
