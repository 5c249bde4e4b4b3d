"""Pages of a case: its opening and the case itself."""
