"""Taking out of an entry's files what must not be seen."""
