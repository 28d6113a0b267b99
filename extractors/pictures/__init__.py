"""Pictures: where their metadata stands, how it reads, and how alike two of them look."""
