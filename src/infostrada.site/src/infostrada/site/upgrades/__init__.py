"""The dated line of steps that bring an existing site's `infostrada.site:default` up to date; see docs/developers/add-a-domain.md."""
