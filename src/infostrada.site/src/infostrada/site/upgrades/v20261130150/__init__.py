"""Documents of cases may be linked to places on the map."""
