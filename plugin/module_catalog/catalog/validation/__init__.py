"""Plain data and JSON Schema → what does not fit, in our own words."""
