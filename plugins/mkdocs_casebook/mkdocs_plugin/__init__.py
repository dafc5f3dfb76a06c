"""Hand the host what the core has read; only this room imports it."""
