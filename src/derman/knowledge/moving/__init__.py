"""Moving a knowledge base in and out: folders and zips of Markdown or HTML, WordPress exports, CSV."""
