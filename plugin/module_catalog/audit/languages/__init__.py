"""The text of a source file → what it imports and which switches it has, one language a file."""
