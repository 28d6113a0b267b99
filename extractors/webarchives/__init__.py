"""Archives of web pages by other programs: WARC, HAR, SingleFile."""
