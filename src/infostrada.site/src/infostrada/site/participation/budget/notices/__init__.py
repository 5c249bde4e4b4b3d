"""Telling residents how an edition goes: feeds for programs, mail for those who asked for it and confirmed it."""
