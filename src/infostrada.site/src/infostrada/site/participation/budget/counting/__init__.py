"""The count: from ballots and parameters frozen before the vote to the winners, with every step on record.

Plain Python with exact arithmetic; nothing here knows Zope, the database or the time of day.
"""
