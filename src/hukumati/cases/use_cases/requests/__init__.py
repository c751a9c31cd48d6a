"""Side requests: what somebody else is asked for while the case goes on."""
