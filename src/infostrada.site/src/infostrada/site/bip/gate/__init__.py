"""The gate before publishing: what in texts and files must not become public, and who decided what about it."""
