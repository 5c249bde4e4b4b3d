"""The dated line of steps that bring an existing site's `infostrada.geo:default` up to date; see docs/developers/add-a-domain.md."""
