"""How often a page is read, without anything about who reads it: a number for each object and day."""
