"""The register table: filters read as a sentence, chosen columns, saved views, bulk acts, export."""
