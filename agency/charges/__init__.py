"""Interest and costs on a case: from law into ledger."""

from flask import Blueprint, Flask

from portal import slots


def init_app(app: Flask, desk: Blueprint) -> None:
    """Tell the slice below what a case owes."""
    from agency.cases.owed import PORT
    from agency.charges import services

    slots.install(app, PORT, services.owed)
