"""The views of the workspace: each validates what was sent, calls one action or query and shows the result."""
