"""The site's REST services as an OpenAPI document, read from what is really registered."""
