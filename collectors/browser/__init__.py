"""A real Chromium, driven over a pipe, and the proxy that records what it loads."""
