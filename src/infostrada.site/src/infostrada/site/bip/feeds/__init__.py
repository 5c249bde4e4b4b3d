"""What is public, for programs: Atom feeds, all entries as CSV and JSON."""
