"""What lies inside an uploaded file: programs, scripts, calls to other addresses, a second kind of file, too much."""
