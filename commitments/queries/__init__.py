"""Reading commitments and reports. Pages begin at what the actor may see; `frozen` does not ask."""
