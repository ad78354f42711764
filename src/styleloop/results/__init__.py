"""Stage 8 of 9. Publication, Response -> Lift."""
