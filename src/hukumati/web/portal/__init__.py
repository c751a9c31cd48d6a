"""The citizens' portal: finding a service, applying, paying, following, verifying. It owns no tables."""
