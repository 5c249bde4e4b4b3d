"""Postcodes of the whole country: a list the installation is given once, which tells the counter the town of a code."""
