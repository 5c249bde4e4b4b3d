"""Sheets of paper: the map to scale and the card of a place, drawn on the server as PDF."""
