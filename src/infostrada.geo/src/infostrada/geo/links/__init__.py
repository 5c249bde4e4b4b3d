"""Links from records to map features: the truth stands on the record, SQL mirrors it."""
