"""Recordings: what sound and film files tell of themselves."""
