"""Web captures: what is written of a page that was captured, and of what it refers to."""
