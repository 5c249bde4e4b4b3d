"""Acts of law by their European identifiers (ELI): the office's register, and what rests on them."""
