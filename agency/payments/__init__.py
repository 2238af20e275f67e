"""Money that comes in: card and bank payments, their allocation and their refunds."""
