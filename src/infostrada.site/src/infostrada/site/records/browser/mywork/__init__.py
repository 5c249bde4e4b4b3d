"""The page of what waits for a person: its lists, what is done to ticked rows, what fits a filter."""
