"""Shape and words of errors; nothing here saves."""
