"""Looking back: the features that were in force on a day, and the days on which they changed."""
