"""What the networks an office is reached by have in common: e-Doręczenia, the archive of electronic documents."""
