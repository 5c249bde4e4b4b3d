"""Electronic signatures: reading and validating them, the trust list, signed versions of documents, the seal."""
