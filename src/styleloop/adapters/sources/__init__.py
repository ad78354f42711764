"""Sources: the operator's files -> rows."""
