"""How often the pages of a bulletin are read: counted, never who reads them."""
