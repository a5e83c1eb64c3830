"""What the first page of an agent makes a browser fetch."""

import re


def test_the_workspace_fetches_few_things(as_, elif_):
    page = as_(elif_).get("/desk/").content.decode()
    assert len(re.findall(r'<link[^>]*rel="stylesheet"', page)) == 3
    assert len(re.findall(r"<script[^>]*src=", page)) == 2
    assert "manifest" not in page
