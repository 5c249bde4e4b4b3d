"""Pages of the records desk, printed on the server; every one works without scripts."""
