"""The second factor: a six-digit code that changes every thirty seconds (RFC 6238)."""
