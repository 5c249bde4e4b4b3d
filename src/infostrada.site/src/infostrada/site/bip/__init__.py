"""The public information bulletin (BIP): a unit's public face, fed by its records."""
