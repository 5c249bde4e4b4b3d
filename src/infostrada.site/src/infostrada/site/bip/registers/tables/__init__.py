"""The registers as data, by what they are about."""
