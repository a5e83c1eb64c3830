"""Rows of hand-written statements as models.

The pages that are asked for all day write their statements out: making them anew with Django's query builder at each
request costs more than asking PostgreSQL. What may be seen is still decided by the rooms' `access`.
"""

from derman.kernel.sql.asking import Shape, TooSlow, for_so_many, kept_plans, read, read_joined, rows, shape, within
from derman.kernel.sql.writing import Together, delete, expect_keys, insert, insert_with, spare_key, update, update_many

__all__ = [
    "Shape",
    "Together",
    "TooSlow",
    "delete",
    "expect_keys",
    "for_so_many",
    "insert",
    "insert_with",
    "kept_plans",
    "read",
    "read_joined",
    "rows",
    "shape",
    "spare_key",
    "update",
    "update_many",
    "within",
]
