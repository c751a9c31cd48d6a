"""Cases: one person's application for one service, from draft to hand-over."""
