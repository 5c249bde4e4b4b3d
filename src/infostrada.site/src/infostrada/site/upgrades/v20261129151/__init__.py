"""The head of the office keeps the list of parcels not opened too."""
