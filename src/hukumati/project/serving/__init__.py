"""Between granian and Django: no thread waits for a request to arrive, or for an answer to be read."""
