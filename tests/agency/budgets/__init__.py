"""Income and outgo, asked with consent."""
