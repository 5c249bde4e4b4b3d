"""Dekretacja: who deals with a letter, with what disposition and by when."""
