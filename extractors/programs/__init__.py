"""Programs: what executables, Android packages and Windows shortcuts tell of themselves."""
