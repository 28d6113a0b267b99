"""What a page refers to, read in a confined process of its own."""
