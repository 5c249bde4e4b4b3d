"""The clause of RODO art. 13: its wordings with their days, and to whom which of them was given when."""
