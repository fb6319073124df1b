"""Reading reviews. Everything begins at what the actor may see."""
