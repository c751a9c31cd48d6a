"""What the calendar and the clock bring about: promises, timers, holidays."""
