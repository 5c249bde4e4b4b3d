"""The product's tables, revision by revision."""
