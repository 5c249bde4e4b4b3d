"""What residents say about projects: read by an official before others read it, reported and removed with reasons."""
