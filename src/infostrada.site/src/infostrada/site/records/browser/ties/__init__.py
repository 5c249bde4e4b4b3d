"""The page of a case's ties to other cases."""
