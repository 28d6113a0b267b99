"""What a page tells of the site behind it: trackers, profiles, structured data."""
