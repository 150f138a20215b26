"""Drawings: plain arithmetic → shapes that templates write as SVG."""
