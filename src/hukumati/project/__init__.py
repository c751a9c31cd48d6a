"""Django plumbing of the platform: configuration, settings, URLs, processes."""
