"""Cases of every service taken random ways: all that anybody may do, and leave undone, in the real engine."""
