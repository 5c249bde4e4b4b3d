"""Front pages list news, entries of the bulletin, contacts and the map apart."""
