"""docs/spec: its examples are real bytes, its tables are the program's, its commands work."""
