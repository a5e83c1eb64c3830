"""`derman backup` and `derman restore`: a whole desk in one file, and out of it again."""
