"""YARA rules: finding them, compiling what compiles, asking them, and keeping what they say."""
