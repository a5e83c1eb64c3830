"""`derman bench`: fill a desk with made-up or given tickets, and measure what it holds."""
