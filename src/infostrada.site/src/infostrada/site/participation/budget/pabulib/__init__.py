"""Elections as files in the Pabulib format (`.pb`); https://pabulib.org/format."""
