"""What is asked of strategies: each case's next step, actions that are due, and what holds them."""
