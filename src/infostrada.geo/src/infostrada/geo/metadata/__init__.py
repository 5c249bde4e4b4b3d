"""Metadata of layers: an ISO 19139 / INSPIRE record and a GeoDCAT-AP entry."""
