"""Reasons for caution: who a message is really from, and what it asks for."""

from __future__ import annotations

import time

import pytest

from triage.domain import Attachment, Kind, Message, MessageRef, RawMessage, Role, WarningCode
from triage.parse import parse
from triage.understand import domains, trust


def message(text: str = "Hello.", headers: str = "From: Kim Lee <kim@example.com>") -> Message:
    octets = f"{headers}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))


def content(text: str) -> set[str]:
    return {warning.code.value for warning in trust.content_warnings(message(text))}


def sender(
    headers: str, *, kind: Kind = Kind.OUTREACH, role: Role | None = None, text: str = "Hi.", authserv: str = ""
) -> set[str]:
    found = trust.sender_warnings(message(text, headers), kind, role or Role(), authserv)
    return {warning.code.value for warning in found}


ASKS = [
    ("messaging_app_redirect", "The interview will be held via Telegram. Add @larry_hr to continue."),
    ("messaging_app_redirect", "Please contact the hiring manager on WhatsApp at +1 302 555 0100."),
    ("messaging_app_redirect", "Kindly text our lead on Signal to start the briefing."),
    ("messaging_app_redirect", "Melden Sie sich über WhatsApp bei Frau Schmidt, um fortzufahren."),
    ("messaging_app_redirect", "Contactez notre responsable sur Telegram pour la suite."),
    ("messaging_app_redirect", "Escríbenos por WhatsApp para empezar la entrevista."),
    ("messaging_app_redirect", "Scrivi alla responsabile su Telegram per ricevere il compito."),
    ("messaging_app_redirect", "Stuur een bericht via WhatsApp om te beginnen."),
    ("messaging_app_redirect", "Chame nosso gerente no Telegram para liberar o acesso."),
    ("messaging_app_redirect", "Napisz na WhatsApp do menedżera, aby zacząć."),
    ("asks_money", "You are required to pay a refundable registration fee of $120 before the start."),
    ("asks_money", "Deposit the check with your banking app and purchase the laptop from our vendor."),
    ("asks_money", "Vous acquittez les frais d'ouverture, soit 210 euros, par coupon Transcash."),
    ("asks_money", "Prosimy o przelew sprawdzający na 1 zł i kod BLIK."),
    ("asks_money", "The certificate comes at a cost of £185 which is reimbursed on appointment."),
    ("asks_money", "Die Einzahlung von 50 € wird später verrechnet."),
    ("messaging_app_redirect", "The interview is held on Telegram, username @acme_desk."),
    ("messaging_app_redirect", "Bei Fragen erreichen Sie uns nur per WhatsApp."),
    ("messaging_app_redirect", "Mande o comprovante no zap da Amanda."),
    ("asks_id_documents", "Envíe por WhatsApp a la Sra. Gil una fotografía de su DNI."),
    ("too_good_pay", "The monthly salary is NOK 189,000 net of tax."),
    ("too_good_pay", "9 400 € nets par mois pour vingt heures hebdomadaires."),
    ("too_good_pay", "Täglich 150 - 450 €, 5 bis 8 Minuten pro Aufgabe."),
    ("asks_money", "Please buy four gift cards and send me the codes."),
    ("asks_money", "Bitte überweisen Sie die Bearbeitungsgebühr von 49 Euro vorab."),
    ("asks_money", "Vous devez payer les frais de dossier de 89 euros."),
    ("asks_money", "Para tramitar el visado paga la tasa de 150 euros."),
    ("asks_money", "Per confermare il posto deve versare una quota di 60 euro."),
    ("asks_money", "U dient vooraf de administratiekosten te betalen: betaal de kosten van 45 euro."),
    ("asks_money", "Pague a taxa de inscrição de R$ 49 via PIX."),
    ("asks_money", "Prosimy wpłacić 200 zł opłaty za szkolenie."),
    ("asks_id_documents", "Reply with a photo of your driver's license, front and back."),
    ("asks_id_documents", "Send a scanned copy of your passport and SSN for payroll."),
    ("asks_id_documents", "Bitte senden Sie eine Kopie Ihres Personalausweises."),
    ("asks_id_documents", "Merci d'envoyer une copie de votre carte d'identité."),
    ("asks_id_documents", "Envía una foto de tu DNI por las dos caras."),
    ("asks_id_documents", "Invii una copia della carta d'identità."),
    ("asks_id_documents", "Stuur een kopie van je paspoort."),
    ("asks_id_documents", "Envie uma foto do seu RG e CPF."),
    ("asks_id_documents", "Prosimy przesłać skan dowodu osobistego."),
    ("asks_money", "Our customers pay into your own account, and seven percent is yours."),
    ("asks_money", "You receive parcels at your house and forward them with our label."),
    ("asks_money", "Unsere Kunden zahlen auf Ihr Konto, und Sie leiten den Rest am selben Tag weiter."),
    ("asks_money", "Vous disposez d'un compte bancaire et encaissez les règlements de nos clients."),
    ("asks_money", "Los clientes pagan en su cuenta bancaria de usted y te quedas con el 8%."),
    ("asks_money", "I clienti pagano sul suo conto, e Lei trattiene il 7%."),
    ("asks_money", "De klant betaalt op uw eigen rekening, u houdt 6 procent in."),
    ("asks_money", "Os clientes pagam na sua conta e você fica com 5%."),
    ("asks_money", "Nasi klienci wpłacają należności, a Pani przekazuje je dalej."),
    ("asks_money", "Candidates must hold an account at a Polish bank; accounts at others can be opened."),
    ("asks_money", "Anyone with a checking account can earn 900 a week from the sofa."),
    ("asks_money", "Your duties are receiving and forwarding funds within one business day."),
    ("asks_money", "You redirect the payments collected from our buyers to regional offices."),
    ("asks_money", "For every completed transfer you keep 60 dollars."),
    ("asks_money", "Pro Überweisung erhalten Sie 80 Euro Provision."),
    ("asks_money", "Pour chaque virement vous touchez une commission de 5 %."),
    ("asks_money", "Por cada transferencia usted cobra 40 euros."),
    ("asks_money", "Il lavoro: ricevere e girare i pagamenti dei fornitori."),
    ("asks_money", "Voor elke overboeking krijgt u 30 euro."),
    ("asks_money", "Basta receber e repassar os valores no mesmo dia."),
    ("asks_money", "Za każdy przelew otrzymuje Pani 100 zł."),
    ("asks_money", "A cheque for your laptop and the licences goes out today."),
    ("asks_money", "Kaufen Sie Guthabenkarten und schicken Sie mir die Codes."),
    ("asks_money", "Vous gardez 300 euros et avec le reste vous réglez le livreur."),
    ("asks_money", "I wish to present you as the next of kin."),
    ("risky_attachment", "Unpack the zip (password: blue42) and tell us what fails."),
    ("risky_attachment", "Run npm install and start, and record your screen."),
    ("risky_attachment", "Start the project with the wallet extension active."),
    ("risky_attachment", "Laden Sie AnyDesk herunter: installieren Sie AnyDesk vor dem Gespräch."),
    ("asks_id_documents", "Eröffnen Sie zum Test ein Bankkonto auf Ihren Namen."),
    ("too_good_pay", "Earn $500 per day with simple tasks, no experience needed."),
    ("too_good_pay", "Part-time: 1 hour a day, 300 € pro Tag, keine Erfahrung nötig, 1 Stunde am Tag."),
    ("too_good_pay", "Data entry clerk from home, $45 per hour."),
    ("too_good_pay", "We need a personal assistant, 3 hours a week for $400 weekly."),
]

ASKS_NOTHING = [
    "We never ask candidates to pay a fee, and we never interview over WhatsApp or Telegram.",
    "Kim Lee, Talent Partner. Mobile/WhatsApp: +55 11 90000 0000",
    "Reply here, or message me on WhatsApp if that's easier.",
    "You would build the WhatsApp integration of our chat platform.",
    "You have experience with payments: deposits, transfers and fees at scale.",
    "We pay a referral fee of 1,000 EUR if you know someone.",
    "A background check is part of the process; the company pays for it.",
    "Es entstehen Ihnen keine Kosten, unsere Vermittlung ist kostenlos.",
    "You must hold an EU passport or a valid work permit.",
    "The rate is 650 EUR per day, hybrid, in Berlin.",
    "Salary 75.000 bis 90.000 Euro brutto im Jahr, zwei Tage pro Woche im Büro.",
    "Contract Java developer, $95/hour on W2, remote.",
    "We build identity verification: passports and ID cards are read on a phone.",
    "Tarifa de 400 euros al día, proyecto de 6 meses.",
    "24 000 zł netto miesięcznie na B2B, zdalnie.",
    "4.800 EUR im Monat für 40 Stunden pro Woche.",
    "Integrating and operating our plant is worth 650 EUR per day to us.",
    "Interim CFO, part-time, two days a week at 1,200 EUR per day.",
    "Staff nurse, part time, $66 per hour; 24 hours a week.",
    "Sueldo: $ 1.450.000 mensuales más comisiones.",
    "Plantão de 12h, pago 380 reais o dia, no pix.",
    "Me manda seu WhatsApp e o CV?",
    "Some customers were contacted on WhatsApp by criminals who pose as recruiters.",
    "Send us the certificates only, no passport copies at this stage.",
    "Den Personalausweis bitte nur zur Vorlage, eine Kopie fertigen wir nicht an.",
    "Please send your CV with a passport size photo.",
    "Fast and robust transfer protocols that feel like magic.",
    "You need a valid driver's license and a good driving record.",
    "Your salary is paid into your bank account on the 28th; keep 10% for taxes.",
    "You process payments on our client accounts and match remittances.",
    "We match 5% of your contributions, and your own account manager explains the package.",
    "The role is paid 12k USDC monthly.",
    "You get a gift card for every friend you recommend.",
    "The take-home is a small repository: run npm test, and change what you like.",
    "We build a wallet extension; you would start with its tests.",
    "You support users with AnyDesk and TeamViewer.",
    "Your pay goes to your bank account at the end of each month.",
    "You design the ledger that receives and forwards payments for four million merchants.",
    "Our engineers cut the cost of every transaction, and you will get to own that.",
    "You own the transaction coordinator, and lead a team of five.",
    "Für jede Überweisung prüft unser Backend drei Regeln.",
    "You will manage key accounts in the banking sector, and earn commission on new business.",
    "Fund accounting: you reconcile transfers of money between custodians.",
]


@pytest.mark.parametrize(("code", "text"), ASKS)
def test_what_a_message_asks_for(code: str, text: str) -> None:
    assert code in content(text)


@pytest.mark.parametrize("text", ASKS_NOTHING)
def test_honest_words_raise_no_caution(text: str) -> None:
    assert content(text) == set()


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ("Please pay a registration fee of 50 EUR first.", "asks_money"),
        ("Send a copy of your passport today.", "asks_id_documents"),
        ("Contact our manager on Telegram @hr_desk to go on.", "messaging_app_redirect"),
    ],
)
def test_a_request_below_the_name_counts(request_: str, code: str) -> None:
    text = f"We offer you the role of office manager.\n\nBest regards,\nKim Lee\n\n{request_}"
    assert request_ not in message(text).text
    assert code in content(text)


def test_how_a_sender_can_be_reached_asks_for_nothing() -> None:
    signed = (
        "Best regards,\nKim Lee\nAcme Ltd\nT +44 20 7946 0000 | WhatsApp +44 7700 900000 | Bank details on our invoices"
    )
    assert content(f"We offer you the role of office manager.\n\n{signed}") == set()


def test_a_wrapped_sentence_is_one_sentence() -> None:
    assert "asks_money" in content("You have to pay a small\nprocessing fee of $30 before we can\nsend the contract.")


@pytest.mark.parametrize("name", ["offer.exe", "offer.pdf.js", "Offer.HTML", "x.iso", "terms.docm", "a.lnk "])
def test_attachments_that_run_code(name: str) -> None:
    mail = message()
    risky = Message(
        **{slot: getattr(mail, slot) for slot in Message.__slots__} | {"attachments": (Attachment(name, "x/y"),)}
    )
    assert [w.code for w in trust.content_warnings(risky)] == [WarningCode.RISKY_ATTACHMENT]


@pytest.mark.parametrize(("text", "warned"), [("The password is 1234.", True), ("See attached.", False)])
def test_an_archive_is_risky_with_a_password(text: str, *, warned: bool) -> None:
    mail = message(text)
    packed = Message(
        **{slot: getattr(mail, slot) for slot in Message.__slots__} | {"attachments": (Attachment("a.zip", "x/y"),)}
    )
    assert bool(trust.content_warnings(packed)) is warned


FROM = "From: Kim Lee <kim@acme.example>\n"
RESULTS = [
    ("Authentication-Results: mx.example.org; dmarc=pass header.from=acme.example", set()),
    (
        "Authentication-Results: mx.example.org; spf=pass; dkim=pass; dmarc=fail (p=none) header.from=acme.example",
        {"auth_failed"},
    ),
    ("Authentication-Results: MX.Example.ORG 1; dmarc=FAIL", {"auth_failed"}),
    ("Authentication-Results: mx.example.org; dmarc=none", {"auth_unverified"}),
    ("Authentication-Results: mx.example.org; dmarc=temperror", {"auth_unverified"}),
    ("Authentication-Results: mx.example.org; none", {"auth_unverified"}),
    ("Authentication-Results: evil.example; dmarc=pass", {"auth_unverified"}),
    ("Authentication-Results: mx.example.org.evil.example; dmarc=pass", {"auth_unverified"}),
    ("Authentication-Results: (mx.example.org;) evil.example; dmarc=pass", {"auth_unverified"}),
    (
        "Authentication-Results: mx.example.org; dmarc=fail\nAuthentication-Results: mx.example.org; dmarc=pass",
        {"auth_failed"},
    ),
    (
        "Authentication-Results: evil.example; dmarc=pass\nAuthentication-Results: mx.example.org; dmarc=fail",
        {"auth_failed"},
    ),
    (
        "Authentication-Results: mx.example.org; spf=pass\nAuthentication-Results: mx.example.org; dmarc=pass",
        {"auth_unverified"},
    ),
    ("Authentication-Results: mx.example.org; spf=pass (dmarc=pass is forged); dkim=none", {"auth_unverified"}),
    ("Authentication-Results: mx.example.org;\n dmarc=pass\n header.from=acme.example", set()),
    ("X-Authentication-Results: mx.example.org; dmarc=pass", {"auth_unverified"}),
    ("ARC-Authentication-Results: i=1; mx.example.org; dmarc=pass", {"auth_unverified"}),
    ("Subject: no results at all", {"auth_unverified"}),
    ("Authentication-Results:", {"auth_unverified"}),
]


@pytest.mark.parametrize(("headers", "expected"), RESULTS)
def test_only_the_topmost_results_of_the_configured_server_count(headers: str, expected: set[str]) -> None:
    assert sender(FROM + headers, authserv="mx.example.org") == expected


def test_without_a_configured_server_nothing_is_said_about_authentication() -> None:
    assert sender(FROM + "Authentication-Results: mx.example.org; dmarc=fail") == set()


@pytest.mark.parametrize(
    ("sender_at", "reply_at", "warned"),
    [
        ("acme.example", "acme.example", False),
        ("mail.acme.co.uk", "acme.co.uk", False),
        ("acme.co.uk", "other.co.uk", True),
        ("acme.com.br", "vagas.acme.com.br", False),
        ("acme.example", "gmail.com", True),
        ("gmail.com", "googlemail.com", False),
    ],
)
def test_reply_to_is_compared_by_registrable_domain(sender_at: str, reply_at: str, *, warned: bool) -> None:
    headers = f"From: Kim <kim@{sender_at}>\nReply-To: kim@{reply_at}"
    assert ("reply_to_differs" in sender(headers, kind=Kind.PERSONAL)) is warned


@pytest.mark.parametrize(
    ("kind", "text", "warned"),
    [
        (Kind.OUTREACH, "A role for you.", True),
        (Kind.SCAM, "You are hired for the job.", True),
        (Kind.SCAM, "I have funds for you.", False),
        (Kind.PERSONAL, "Lunch?", False),
    ],
)
def test_free_mail_is_a_caution_for_offers_only(kind: Kind, text: str, *, warned: bool) -> None:
    assert ("free_mail_sender" in sender("From: Kim <kim@wp.pl>", kind=kind, text=text)) is warned


@pytest.mark.parametrize(
    ("address", "company", "text", "warned"),
    [
        ("hr@g00gle.com", None, "", True),
        ("hr@google-careers.com", None, "", True),
        ("hr@careers-amazon.net", None, "", True),
        ("hr@rnicrosoft.com", None, "", True),
        ("hr@microsoft.top", None, "", True),
        ("hr@paypa1-secure.com", None, "", True),
        ("hr@xn--mazon-3ve.com", None, "", True),
        ("hr@northlihgt.com", "Northlight", "", True),
        ("hr@northlight-jobs.com", None, "See https://northlight.com/about", True),
        ("hr@google.com", "Google", "", False),
        ("hr@google.de", "Google", "", False),
        ("kim@acme-labs.com", "Acme Labs", "", False),
        ("kim@northlight.io", "Northlight", "https://northlight.io", False),
        ("kim@strive.com", "Strive", "We are a charity.", False),
        ("kim@severnsearch.com", "Acme", "Acme is hiring.", False),
        ("kim@gmail.com", "Google", "", False),
        ("kim@halles-armor.example", "Halles d'Armor", "", False),
        ("kim@farmacialponte.example", "Farmacia Al Ponte", "", False),
        ("kim@bobrownia.example", "Bobrowni", "", False),
        ("kim@hanse-vermittlung.example", "Hanse Vermittlung e. K.", "", False),
        ("kim@frickhoeffer-media.example", "Frickhöffer Media", "", False),
        ("kim@aldasoroyasociados.example", "Aldasoro y Asociados", "", False),
        ("rh@northlight-rekrutacja.com", None, "Northlight (northlight.com) zaprasza.", True),
    ],
)
def test_domains_that_pose_as_others(address: str, company: str | None, text: str, *, warned: bool) -> None:
    found = sender(f"From: Kim <{address}>", role=Role(company=company), text=text or "Hi.")
    assert ("lookalike_domain" in found) is warned


@pytest.mark.parametrize(
    ("domain", "expected"),
    [("a.b.example.co.uk", "example.co.uk"), ("mail.example.com", "example.com"), ("com", "com"), ("", "")],
)
def test_registrable_domain(domain: str, expected: str) -> None:
    assert domains.registrable(domain) == expected


@pytest.mark.parametrize(
    "text",
    [
        "pay " * 2000,
        "send whatsapp fee passport " * 300,
        "1,000" * 2000,
        "$" * 8000,
        "$1 " * 2600,
        "a" * 8000 + " fee",
        "pay" + " x" * 4000 + " fee whatsapp passport",
        "https://" + "a-" * 4000,
        "1 hour " * 1200,
    ],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    mail = message(text)
    trust.content_warnings(message("warm up $1 fee whatsapp passport"))
    start = time.process_time()
    trust.content_warnings(mail)
    trust.sender_warnings(mail, Kind.SCAM, Role(), "mx.example.org")
    assert time.process_time() - start < 1.0


def test_hostile_authentication_results_are_read_in_linear_time() -> None:
    mail = message(headers=FROM + "Authentication-Results: mx.example.org; " + "(" * 30000 + " dmarc=" * 3000)
    start = time.process_time()
    assert trust.dmarc_result(mail, "mx.example.org") == ""
    assert time.process_time() - start < 1.0


def test_each_warning_is_one_sentence() -> None:
    texts = [w.text for code, text in ASKS for w in trust.content_warnings(message(text)) if w.code == code]
    assert len(texts) == len(ASKS)
    assert all(text.endswith(".") and text.count(". ") == 0 for text in texts)


def test_a_scam_may_pose_as_any_firm_it_names() -> None:
    for address in ("hr@heivarix-ag.example", "hr@helvarix-talent.example"):
        headers, text = f"From: HR <{address}>", "Your contract with Helvarix AG is ready."
        assert "lookalike_domain" in sender(headers, kind=Kind.SCAM, text=text)
        assert "lookalike_domain" not in sender(headers, kind=Kind.OUTREACH, text=text)
