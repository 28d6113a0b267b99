"""Finding values in bytes: exact regular expressions, and hyperscan to know where to try them."""
