"""Pages of the archive: what is due, its lists from proposal to end, packages, keeping of one case."""
