"""What is done with strategies: cases begin to follow one, actions are planned, done or departed from."""
