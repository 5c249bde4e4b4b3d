"""The kernel's tables, revision by revision."""
