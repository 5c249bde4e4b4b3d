"""Orthophotos of the office's own: cloud-optimised GeoTIFFs in a folder of the server, drawn by MapServer."""
