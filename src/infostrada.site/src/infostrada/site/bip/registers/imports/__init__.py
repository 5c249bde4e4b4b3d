"""Registers from CSV and XLSX: read, checked row by row, then made whole or not at all."""
