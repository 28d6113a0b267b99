"""Link charts: an interactive page, a picture in SVG, one in PNG; all from one plan."""
