"""Link graphs for other programs: a format is one module and one row in `table`."""
