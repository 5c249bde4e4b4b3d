"""The time of night at which the object database may be packed becomes a setting."""
