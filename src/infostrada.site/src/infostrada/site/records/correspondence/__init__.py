"""Incoming letters and the office's one register of them (RPW)."""
