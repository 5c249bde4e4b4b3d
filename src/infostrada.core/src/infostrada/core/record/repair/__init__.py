"""Compares the side index with the objects and makes the rows agree.

A crash between the two commits leaves rows without their change of objects, never the other way
round. Everything in the index is derived, so each difference is settled in favour of the object.
"""
