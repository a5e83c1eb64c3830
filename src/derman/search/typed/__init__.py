"""The language in which agents say which tickets they mean: `is:open team:"L2 Network" due<4h -tag:waiting printer`.

`grammar` reads and writes it and knows no database; `keywords` holds its words in both languages; `conditions` makes
of it what PostgreSQL is asked.
"""
