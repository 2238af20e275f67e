"""What a debtor does on the phone, and on the card provider's page."""

from playwright.sync_api import Page, Route

from tests.browser import Window, shown
from tests.flows import figures
from tests.standins.stripe import StripeStandIn

CARD = "4242 4242 4242 4242"


def open_link(phone: Window, link: str, *, postcode: str) -> None:
    """Follow the code of the letter, and answer the light check; at first wrongly."""
    page = phone.open(link.removeprefix(phone.address))
    page.get_by_text("Nederlands").first.click()
    phone.follow("English")
    assert "One short question first" in shown(page)
    assert figures.OWED not in page.content()
    with phone.refused(422):
        _answer(phone, "9999 ZZ")
    assert "You can try 2 more times." in shown(page)
    _answer(phone, postcode)
    assert figures.OWED in shown(page)


def _answer(phone: Window, answer: str) -> None:
    phone.page.get_by_label("Your postcode, or an invoice number").fill(answer)
    phone.press("Go on")


def pay_a_part(phone: Window, stripe: StripeStandIn) -> Page:
    """Pay a part by card, and come back when the webhook has been here already."""
    page = phone.page
    page.get_by_text("Pay another amount").click()
    page.get_by_label("Amount that you want to pay now").fill("500")
    phone.press("Pay this amount")
    _after_the_webhook(phone, stripe)
    _pay_by_card(phone, figures.PART)
    said = shown(page)
    assert f"Thank you. We received {figures.PART}. {figures.REST} is left to pay." in said
    return page


def pay_the_rest(phone: Window, stripe: StripeStandIn) -> Page:
    """Pay all that is left."""
    page = phone.follow("See what is still open")
    phone.press(f"Pay {figures.REST}")
    _pay_by_card(phone, figures.REST)
    assert "Thank you. All is paid." in shown(page)
    stripe.deliver_all()
    return page


def _after_the_webhook(phone: Window, stripe: StripeStandIn) -> None:
    """Let the webhook be faster than the debtor this time."""

    def wait(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        paid = route.fetch(max_redirects=0)
        stripe.deliver_all()
        route.fulfill(response=paid)

    phone.page.route(f"{stripe.url}/**", wait)


def _pay_by_card(phone: Window, amount: str) -> None:
    """Fill in the provider's form."""
    page = phone.page
    for label, typed in (
        ("E-mail", "boekhouding@debtor.example"),
        ("Card number", CARD),
        ("Expiry date", "12 / 30"),
        ("Security code", "123"),
        ("Name on the card", "A. de Bakker"),
    ):
        page.get_by_label(label).fill(typed)
    phone.press(f"Pay {amount}")
