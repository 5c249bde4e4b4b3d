"""States of projects of the participatory budget have titles of their own."""
