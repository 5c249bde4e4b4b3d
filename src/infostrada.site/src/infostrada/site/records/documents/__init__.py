"""Documents of a case with immutable versions, check-out and acceptance."""
