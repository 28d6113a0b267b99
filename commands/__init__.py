"""The commands: one module for each word after `truyvet`; thin, and the only rooms that print."""
