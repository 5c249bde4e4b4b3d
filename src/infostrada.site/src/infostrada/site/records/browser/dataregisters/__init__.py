"""Pages of the registers of personal data, for the data-protection officer."""
