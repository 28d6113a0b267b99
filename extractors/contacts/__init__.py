"""Contacts: cards of people as telephones and mail programs export them."""
