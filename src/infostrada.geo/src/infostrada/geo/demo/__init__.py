"""Synthetic geodata of the demo region: a city and a commune on two banks of a river bend.

Everything is invented: the TERYT numbers do not exist and no parcel, street or building is real.
The same seed gives the same data on every machine, so nothing has to be kept in the repository.
Coordinates are EPSG:2180 with x = easting and y = northing, in metres, on a grid of 1 cm.
"""
