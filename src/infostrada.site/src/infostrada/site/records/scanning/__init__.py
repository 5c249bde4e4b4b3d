"""Batch scan intake: a watched folder of PDFs whose pages carry barcodes, each scan to its letter."""
