"""What text models share: one way of asking, checking an answer, trying again and keeping accounts."""
