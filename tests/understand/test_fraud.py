"""The schemes of fraud: each in its languages, and only of mail that reads like fraud."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from triage.domain import Kind, MessageRef, RawMessage, Role, Warning, WarningCode
from triage.parse import parse
from triage.understand import fraud, trust
from triage.understand.words import fold

if TYPE_CHECKING:
    from triage.domain import Message

MONEY, DATA, EASY, RUN = (
    WarningCode.ASKS_MONEY,
    WarningCode.ASKS_ID_DOCUMENTS,
    WarningCode.TOO_GOOD_PAY,
    WarningCode.RISKY_ATTACHMENT,
)

SCHEMES = [
    (MONEY, "A depositor died intestate and I need a trustworthy person to stand as heir."),
    (MONEY, "Your address was drawn, and you are the winner of the first prize of our online lottery."),
    (MONEY, "The sum of 7.8 million dollars lies in a dormant account."),
    (MONEY, "Ich vertrete einen verstorbenen Mandanten, dessen Erbschaft von zwei Millionen Euro niemand beansprucht."),
    (MONEY, "Ma cliente défunte ne laisse aucun héritier."),
    (MONEY, "Usted ha ganado el sorteo internacional."),
    (MONEY, "Lei risulta erede di un lascito di tre milioni di euro."),
    (MONEY, "Een overleden klant liet een erfenis na."),
    (MONEY, "O cliente falecido não deixou herdeiros."),
    (MONEY, "Zmarły klient banku pozostawił spadek."),
    (MONEY, "Customers send payments to your checking account and you forward what is left."),
    (MONEY, "We are looking for a local transfer agent; six percent of each transfer is yours."),
    (MONEY, "You repack parcels at your kitchen table and ship them with our labels."),
    (MONEY, "Kunden überweisen den Betrag auf Ihr Girokonto, und Sie behalten 7 % ein."),
    (MONEY, "Vous recevez des colis et les réexpédiez le jour même."),
    (MONEY, "Recibirá pagos de nuestros clientes en su cuenta bancaria."),
    (MONEY, "Lei riceve i bonifici dei clienti e trattiene il 6%."),
    (MONEY, "U ontvangt betalingen van klanten en stort ze door."),
    (MONEY, "Você recebe pagamentos dos clientes na sua conta."),
    (MONEY, "Przyjmuje Pani przelewy na swoje konto bankowe."),
    (MONEY, "A customs charge of EUR 2.49 is due before we can deliver."),
    (MONEY, "I changed my bank; please use the new account for my salary."),
    (MONEY, "Für Ihr Paket ist noch Zoll in Höhe von 1,79 € zu begleichen."),
    (MONEY, "Il manque 1,49 € d'affranchissement pour votre colis."),
    (MONEY, "Uw pakket wacht: voldoe 1,75 euro invoerkosten."),
    (MONEY, "Paczka czeka, prosimy o dopłatę 2,99 zł."),
    (MONEY, "Your webcam filmed what you watched, and I have your contacts."),
    (MONEY, "Lock any amount for a month and connect your wallet."),
    (MONEY, "Tägliche Gewinne mit Krypto, ohne Risiko."),
    (MONEY, "Everything may be decided without you."),
    (DATA, "It asks for your 24 words once."),
    (EASY, "It pays them while they sleep."),
    (EASY, "Elle touche entre 2 000 et 5 000 euros par mois."),
    (MONEY, "A warrant for your arrest has been prepared."),
    (DATA, "Verify your wallet today, or your assets are at risk."),
    (DATA, "Enter your recovery phrase on the page below."),
    (DATA, "Ihr Konto wurde vorübergehend gesperrt."),
    (DATA, "Veuillez mettre à jour vos coordonnées bancaires."),
    (DATA, "Confirme los datos de su tarjeta en este enlace."),
    (DATA, "Il suo conto verrà sospeso."),
    (DATA, "Uw betaalpas verloopt binnenkort."),
    (DATA, "A sua conta será bloqueada."),
    (DATA, "Dostęp do Twojego rachunku: konto zostało zablokowane."),
    (EASY, "Be your own boss and enjoy financial freedom."),
    (EASY, "Earn $900 weekly with a home-based business."),
    (EASY, "Verdienen Sie 400 Euro von zu Hause."),
    (EASY, "Gagnez de l'argent depuis chez vous."),
    (EASY, "Gana dinero desde tu casa."),
    (EASY, "Guadagna da casa."),
    (EASY, "Een extra inkomen, vanuit huis."),
    (EASY, "Ganhe dinheiro pelo celular."),
    (EASY, "Dodatkowy dochód bez doświadczenia."),
    (RUN, "Clone the repository, run npm install and share your screen."),
]


def message(text: str, headers: str = "From: Kim Lee <kim@example.com>") -> Message:
    octets = f"{headers}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))


def warned(mail: Message, kind: Kind) -> set[WarningCode]:
    return {warning.code for warning in trust.sender_warnings(mail, kind, Role(), "")}


@pytest.mark.parametrize(("code", "text"), SCHEMES)
def test_each_scheme_is_named_in_mail_that_reads_like_fraud(code: WarningCode, text: str) -> None:
    assert code in warned(message(text), Kind.SCAM)


@pytest.mark.parametrize(("code", "text"), SCHEMES)
def test_the_same_words_are_not_held_against_other_mail(code: WarningCode, text: str) -> None:
    assert code not in warned(message(text), Kind.OUTREACH) | warned(message(text), Kind.PERSONAL)


BAIT = [
    "Data entry clerk, entry level, working from home.",
    "Schreibarbeiten in Heimarbeit, ohne Vorkenntnisse.",
    "Mise sous pli à domicile, sans expérience.",
    "Ensobrar folletos desde casa, sin experiencia.",
    "Imbustare volantini da casa, senza esperienza.",
    "Enveloppen vullen vanuit huis, geen ervaring nodig.",
    "Vaga de digitação em casa, sem experiência.",
    "Przepisywanie tekstów w domu, bez doświadczenia.",
]


@pytest.mark.parametrize("text", BAIT)
def test_simple_work_at_home_for_anybody_is_bait_whatever_the_mail_reads_like(text: str) -> None:
    found = [warning for warning in trust.content_warnings(message(text)) if warning.code is EASY]
    assert found == [Warning(EASY, "It offers simple work, at home, to anybody: bait, as a rule.")]


@pytest.mark.parametrize(
    "text",
    [
        "Data entry clerk at our Leeds office, entry level.",
        "Senior accountant, working from home; some data entry.",
        "Entry level engineer, two days from home.",
        "No experience needed: we are a home for young people.",
    ],
)
def test_two_of_the_three_are_no_bait(text: str) -> None:
    assert not trust.content_warnings(message(text))


def test_a_forwarded_fraud_is_read_in_what_is_quoted() -> None:
    original = "-----Original Message-----\nFrom: Hon. Dube <d@example.net>\nSubject: Estate\n\n"
    mail = message(f"See below.\n\n{original}I make you the next of kin of a late depositor.")
    assert "next of kin" in mail.quoted
    assert MONEY in warned(mail, Kind.SCAM)


def test_what_work_is_paid_is_not_a_sum_to_pay() -> None:
    assert not [code for code, _ in fraud.schemes((fold("We pay €320 a day to everybody."),)) if code is MONEY]


@pytest.mark.parametrize(
    ("name", "subject", "domain", "house"),
    [
        ("MetaMask Support", "Your wallet", "tulip-farm.example", "Metamask"),
        ("Kundenservice", "Sparkasse: neue App", "login-now.example", "Sparkasse"),
        ("PayPal", "Receipt", "paypal.com", ""),
        ("Royal Mail", "Your parcel", "royalmail.co.uk", ""),
        ("Kim Lee", "Lunch", "example.com", ""),
    ],
)
def test_borrowed_names(name: str, subject: str, domain: str, house: str) -> None:
    assert fraud.borrowed_name(name, subject, domain) == house


def test_a_borrowed_name_is_said() -> None:
    mail = message("Please look.", "From: Ledger Notice <x@tulip-farm.example>")
    texts = [warning.text for warning in trust.sender_warnings(mail, Kind.SCAM, Role(), "")]
    assert texts == ["It uses the name of Ledger, but comes from tulip-farm.example."]
    assert not trust.sender_warnings(mail, Kind.OUTREACH, Role(), "")


@pytest.mark.parametrize("text", ["$1 " * 2600, "pay " * 2000, "late client account million " * 280, "1" * 8000])
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    trust.sender_warnings(message("warm up"), Kind.SCAM, Role(), "")
    start = time.process_time()
    trust.sender_warnings(message(text), Kind.SCAM, Role(), "")
    assert time.process_time() - start < 1.0
