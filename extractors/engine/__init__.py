"""The engine: confined worker processes that run extractors over items and survive them."""
