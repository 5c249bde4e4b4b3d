"""The participatory budget, from a resident's idea to the last paid invoice.

`pabulib` reads and writes elections as files, `counting` elects; both are plain Python.
"""
