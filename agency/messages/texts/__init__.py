"""Text messages: numbers, the words that stop them, and the gateway that carries them."""
