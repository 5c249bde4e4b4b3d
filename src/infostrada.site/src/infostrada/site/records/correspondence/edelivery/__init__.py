"""e-Doręczenia: the box of an office, letters sent and received through it, evidences kept."""
