"""One side index of all objects in PostgreSQL, written in the transaction that changes them.

Lists, registers and searches read it and wake no object. Rows are mirrors: everything in them can
be made again from the objects (`infostrada records rebuild`).
"""
