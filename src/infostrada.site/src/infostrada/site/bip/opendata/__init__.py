"""The bulletin's data for dane.gov.pl and other catalogues."""
