"""What was decided around an address: public entries of all bulletins linked to places within a distance."""
