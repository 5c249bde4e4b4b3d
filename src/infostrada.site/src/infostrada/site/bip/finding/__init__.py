"""Search of the bulletins, all of them or one: by words, unit, kind, year and person."""
