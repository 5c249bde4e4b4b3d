"""The geo tables, revision by revision."""
