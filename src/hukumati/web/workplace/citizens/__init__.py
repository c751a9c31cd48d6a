"""The Ministry of Interior's console: citizens' accounts are found, acted on, and freed of signs of fraud."""
