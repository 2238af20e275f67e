"""Text messages: the gateway that carries them."""
