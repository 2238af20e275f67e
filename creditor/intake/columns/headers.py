"""Which column is which: the headers people use in English, Dutch, German and French."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.errors import Refused, Words, listed

WORDS = {
    "debtor_kind": "debtor kind, kind, debtor type, type, customer type, soort debiteur, soort, "
    "klanttype, debiteurtype, soort klant, schuldnerart, art, kundentyp, kundenart, "
    "type de débiteur, type de client, type client",
    "debtor_name": "debtor name, debtor, name, customer name, company name, customer, company, "
    "client name, bill to, debiteur, debiteurnaam, naam, klantnaam, klant, bedrijfsnaam, "
    "naam debiteur, naam klant, schuldner, schuldnername, name des schuldners, kundenname, kunde, "
    "firmenname, débiteur, nom du débiteur, nom, nom du client, client, raison sociale, société",
    "first_name": "first name, given name, voornaam, vorname, prénom",
    "last_name": "last name, surname, family name, achternaam, nachname, familienname, "
    "nom de famille",
    "debtor_org_no": "debtor org no, org no, organisation number, organization number, "
    "company number, company no, registration number, chamber of commerce number, kvk, "
    "kvk nummer, kvk nr, ondernemingsnummer, handelsregisternummer, handelsregister, hrb, siren, "
    "siret, numéro siren, numéro siret, numéro d'entreprise",
    "debtor_vat": "debtor vat, vat, vat no, vat number, vat id, tax id, btw, btw nummer, btw nr, "
    "btw id, ust id, ust idnr, ustid nr, umsatzsteuer id, umsatzsteuernummer, mwst nummer, "
    "tva, numéro de tva, no tva, n° tva, numéro tva",
    "debtor_email": "debtor email, email, e mail, email address, mail, mailadres, emailadres, "
    "e mailadres, email adresse, mailadresse, courriel, adresse email, adresse e mail",
    "debtor_phone": "debtor phone, phone, phone number, telephone, telephone number, tel, mobile, "
    "telefoon, telefoonnummer, mobiel, telefon, telefonnummer, handy, mobilnummer, téléphone, "
    "numéro de téléphone, portable",
    "street": "street, address, street address, address line 1, address 1, address line, straat, "
    "adres, straatnaam, adresregel 1, adres 1, straße, strasse, anschrift, adresse, "
    "adresszeile 1, straße und hausnummer, rue, adresse 1, ligne d'adresse 1",
    "house_no": "house no, house number, huisnummer, huisnr, hausnummer, hausnr, numéro de rue",
    "house_no_addition": "house no addition, house number addition, toevoeging, huisnr toevoeging, "
    "huisnummertoevoeging, hausnummerzusatz",
    "street_2": "street 2, address line 2, address 2, adresregel 2, adres 2, adresszeile 2, "
    "adresszusatz, complément d'adresse, adresse 2, ligne d'adresse 2",
    "postcode": "postcode, postal code, zip, zip code, post code, postnummer, plz, postleitzahl, "
    "code postal, cp",
    "city": "city, town, place, plaats, woonplaats, stad, plaatsnaam, ort, stadt, ville, localité",
    "country": "country, country code, land, landcode, ländercode, landeskennzeichen, pays, "
    "code pays",
    "language": "language, language code, locale, taal, taalcode, sprache, langue",
    "customer_no": "customer no, customer number, customer id, account no, account number, "
    "debtor no, debtor number, client no, client number, client id, klantnummer, klantnr, "
    "debiteurnummer, debiteurnr, debiteurennummer, relatienummer, kundennummer, kundennr, kdnr, "
    "debitorennummer, debitor nr, numéro client, numéro de client, no client, n° client",
    "invoice_no": "invoice no, invoice number, invoice, invoice id, document number, document no, "
    "factuurnummer, factuurnr, factuur, rechnungsnummer, rechnungsnr, rechnung, rechnung nr, "
    "belegnummer, belegnr, numéro de facture, no facture, n° facture, n° de facture, facture, "
    "numéro facture",
    "invoice_date": "invoice date, date of invoice, issue date, document date, date, factuurdatum, "
    "datum factuur, datum, rechnungsdatum, belegdatum, datum der rechnung, date de facture, "
    "date facture, date de facturation, date d'émission",
    "due_date": "due date, due, due on, payment due, payment due date, vervaldatum, vervaldag, "
    "uiterste betaaldatum, fällig am, fälligkeit, fälligkeitsdatum, fällig, zahlbar bis, "
    "date d'échéance, échéance, date échéance, date limite de paiement",
    "principal": "principal, open amount, outstanding amount, outstanding, amount due, balance, "
    "amount open, openstaand bedrag, openstaand, open bedrag, hoofdsom, restbedrag, "
    "offener betrag, offen, restbetrag, hauptforderung, montant dû, solde, solde dû, "
    "montant restant dû, reste à payer, principal dû, amount, invoice amount, total, "
    "total amount, bedrag, factuurbedrag, totaalbedrag, totaal, bedrag incl btw, betrag, "
    "rechnungsbetrag, bruttobetrag, gesamtbetrag, montant, montant ttc, montant total, "
    "montant de la facture",
    "currency": "currency, currency code, valuta, munt, muntsoort, valutacode, währung, "
    "währungscode, devise, monnaie",
    "agreed_interest": "agreed interest, contractual interest, interest rate, contractuele rente, "
    "overeengekomen rente, rentepercentage, vertragszins, zinssatz, vereinbarter zins, "
    "intérêt conventionnel, taux d'intérêt",
    "agreed_interest_from": "agreed interest from, interest starts on, interest from, rente vanaf, "
    "ingangsdatum rente, zinsen ab, zinsbeginn, intérêt à partir de, intérêts depuis",
    "costs_clause": "costs clause, contract allows costs, collection costs clause, kostenbeding, "
    "incassobeding, schadebeding, kostenklausel, clause pénale, clause de frais",
    "agreed_costs": "agreed costs, agreed collection costs, overeengekomen kosten, "
    "overeengekomen incassokosten, vereinbarte kosten, vereinbarte inkassokosten, frais convenus",
    "due_agreed": "due date agreed, due agreed, vervaldatum overeengekomen, fatale termijn, "
    "fälligkeit vereinbart, kalendermäßig bestimmt, échéance convenue",
    "disputed": "disputed, contested, betwist, bestritten, contesté",
    "reminded_on": "reminded on, free reminder sent on, fourteen day letter sent on, "
    "14 dagenbrief verstuurd, inkassovarsel sent on, inkassovarsel sendt, gemahnt am, "
    "rappel envoyé le",
    "reminded_channel": "reminded channel, reminded by, reminder channel, "
    "14 dagenbrief verstuurd per, inkassovarsel sendt med, gemahnt per, rappel envoyé par",
    "reminder_on": "reminder on, reminder sent on, purring sent on, purring sendt, purredato",
    "own_demand_on": "own demand on, betalingsoppfordring sent on, betalingsoppfordring sendt",
    "description": "description, subject, details, goods, services, omschrijving, beschrijving, "
    "toelichting, onderwerp, beschreibung, bezeichnung, betreff, verwendungszweck, libellé, "
    "désignation, objet",
}
NEEDED = {
    "debtor_name": Words("the debtor's name"),
    "invoice_no": Words("the invoice number"),
    "invoice_date": Words("the invoice date"),
    "due_date": Words("the due date"),
    "principal": Words("the amount"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is found, and what was left aside."""

    places: dict[str, int]
    headers: dict[str, str]
    notes: list[str] = field(default_factory=list)


def known(header: Sequence[str]) -> int:
    """How many cells of a row are headers that we know."""
    return sum(_squash(cell) in RANKS for cell in header)


def map_columns(header: Sequence[str]) -> Columns:
    """Give each column its field. Refused when one that is needed is missing or there twice.

    Where two columns fit one field, the more telling header is used ("open amount" before
    "amount") and the other is named in a note.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    unused = []
    for place, cell in enumerate(header):
        if match := RANKS.get(_squash(cell)):
            name, rank = match
            found.setdefault(name, []).append((rank, place))
        elif cell.strip():
            unused.append(cell.strip())
    for name, fits in found.items():
        fits.sort()
        if len(fits) > 1 and fits[0][0] == fits[1][0]:
            raise Refused(
                "Two columns are called “%(name)s”. Keep only one of them.",
                name=header[fits[0][1]].strip(),
            )
        unused += [header[place].strip() for _, place in fits[1:]]
        found[name] = fits[:1]
    _check_needed(found, header)
    places = {name: fits[0][1] for name, fits in found.items()}
    headers = {name: header[place].strip() for name, place in places.items()}
    notes: list[str] = (
        [Words("These columns are not used: %(names)s.", names=", ".join(unused))] if unused else []
    )
    return Columns(places, headers, notes)


def _check_needed(found: dict[str, list[tuple[int, int]]], header: Sequence[str]) -> None:
    have = found.keys() | ({"debtor_name"} if "last_name" in found else set())
    if missing := [what for name, what in NEEDED.items() if name not in have]:
        read = ", ".join(f"“{cell.strip()}”" for cell in header[:30] if cell.strip())
        raise Refused(
            "The file has no column for %(missing)s. Its first line must name the "
            "columns; it reads %(read)s. Take our example file as a pattern.",
            missing=listed(missing),
            read=read or Words("nothing"),
        )


def _squash(header: str) -> str:
    """The bare letters and digits: `Rechnungs-Nr.`, `rechnungsnr` and `RechnungsNr` are one."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in plain if not unicodedata.combining(c)))


RANKS = {
    _squash(word): (name, rank)
    for name, words in reversed(WORDS.items())
    for rank, word in reversed(list(enumerate(words.split(", "))))
}
"""Each known header: its field, and how telling it is (0 is most)."""
