"""The office's register of authorisations: who signs for the authority, in what, from when to when."""
