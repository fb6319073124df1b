"""Reports on paper: whole documents, and the files that are circulated and come back."""
