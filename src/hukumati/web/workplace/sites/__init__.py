"""Where government bodies connect their sites to the single sign-on, and an operator approves them."""
