"""The registers a controller of personal data keeps: activities, authorisations, breaches, disclosures, requests.

Source: RODO art. 12(3), 15-18, 29, 30(1), 32(4), 33 and 34. Entries are rows of their own; each change is a row of the journal.
"""
