"""Hosts of outside map services and the national parcel service become settings."""
