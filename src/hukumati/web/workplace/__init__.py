"""The officials' workplace: the inbox of cases to decide, and the desk that hands documents over. It owns no tables."""
