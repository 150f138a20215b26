"""What an audit looks at, one probe a file."""
