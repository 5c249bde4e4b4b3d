"""The search box of the map: parcels and buildings by identifier, addresses and places by words."""
