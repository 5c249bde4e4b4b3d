"""The second person for changes of public entries in which there is personal data."""
