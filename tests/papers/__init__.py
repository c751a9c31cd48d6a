"""Every kind of paper that the services issue: complete, in its languages, laid out as it should be."""
