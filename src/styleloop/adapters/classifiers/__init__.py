"""Image classifiers of the operator's, run in a process of their own."""
