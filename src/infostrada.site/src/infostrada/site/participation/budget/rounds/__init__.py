"""A living edition: its regulation, terms, freezing before the vote, certification after it."""
