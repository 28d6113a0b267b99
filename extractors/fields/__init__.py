"""Fields: what a file says of itself, as pictures, programs and media do, one named value each."""
