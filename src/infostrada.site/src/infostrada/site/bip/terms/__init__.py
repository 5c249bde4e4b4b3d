"""Figures of cases settled in time become an entry of the bulletin (UDIP art. 6 (1) 3 e)."""
