"""Notices to debtors: written, released by a lawyer where one signs, kept as sent."""
