"""Parts of sheets that all templates share: look, charts, checks, states."""
