"""Timestamps of an outside authority (RFC 3161), laid over signed files before what proves them now ends."""
