"""How bytes and names say of which type they are: what `filetype` is built from."""
