"""Public pages kept in memory by each process, and never served after a change: see docs/administrators/page-cache.md."""
