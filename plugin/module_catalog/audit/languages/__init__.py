"""The text of a source file → what it imports and which toggles it has, one language a file."""
