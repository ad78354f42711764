"""Pages that the operator lists, fetched when asked and at no other time, and never from inside the own network."""
