"""Payment plans as creditors see them."""
