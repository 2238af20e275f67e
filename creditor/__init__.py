"""The client's side: creditors hand over claims and follow their money."""
