"""Register of parties: persons and bodies the offices deal with, with checked identifiers."""
