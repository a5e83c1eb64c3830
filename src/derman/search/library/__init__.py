"""What outlives a single ticket and is searched by everybody: articles today, whatever else has pages tomorrow."""
