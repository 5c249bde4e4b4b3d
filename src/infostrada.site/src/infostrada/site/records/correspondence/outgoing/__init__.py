"""Outgoing letters: the office's one register of them (RPWych), dispatch, proofs of delivery."""
