"""What is done to a case, one function for each act; page, REST service, command and job call the same."""
