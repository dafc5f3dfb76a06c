"""Moving a site to later versions of the engine and its packs, without touching its content."""
