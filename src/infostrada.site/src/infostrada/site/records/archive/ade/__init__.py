"""The interface of the archive of electronic documents (ADE) of the state archives: account, client, way of a transfer.

Source: API ADE 1.6 of 18 March 2020 as the shared table of its calls tells it (methods, paths, members, statuses).
"""
