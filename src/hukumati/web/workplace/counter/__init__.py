"""The counter: officials who see people and their documents, at an office, a post office or a mission abroad."""
