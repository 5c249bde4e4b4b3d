"""Signatures: the right to keep the trust list and seals."""
