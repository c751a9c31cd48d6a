"""Between a button and its answer: second clicks, sessions that are over, cases that have moved on.

One door for every form of portal, workplace and studio: views know nothing of it.
"""
