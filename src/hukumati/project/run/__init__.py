"""`make run`: the whole platform on one machine, supervised, with simulators and fictional people."""
