"""`derman demo`: a desk to look at."""
