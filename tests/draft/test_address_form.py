from __future__ import annotations

import pytest

from triage.draft.address_form import is_informal, variety_of

FAMILIAR = {
    "de": [
        "Hi Dana, hast du Lust auf einen Wechsel? Ich freue mich auf deine Antwort.",
        "Hallo Dana, ich habe dein Profil gesehen. Sie suchen dort ein Talent. Was meinst du?",
        "Moin, wann passt es dir? Sollten Sie nicht der richtige Empfänger sein, löschen Sie diese E-Mail, Ihr Team.",
        "Wir suchen eine Entwicklerin in Berlin. Empfiehl uns gern weiter!\n\nLG",
        "Wir suchen eine Entwicklerin in Berlin. Schreib mir einfach.",
        "Bei Interesse gib kurz Bescheid.",
        "Hallo Dana,\n\nwir suchen eine Entwicklerin. Lust auf einen Kaffee?\n\nAnna\n",
        "Hi Dana, Lust auf einen Kaffee?\n\nViele Grüße, Martin",
    ],
    "fr": ["Salut Dana, ton profil m'a plu, tu serais dispo ?", "Hello, est-ce que ça t'intéresse ? Dis-moi."],
    "es": ["Hola, ¿te interesa? Me gustó tu perfil.", "Hola Dana, ¿Has podido verlo?", "¿Tienes un rato?"],
    "nl": ["Hoi Dana, heb je tijd?", "Hi, jouw profiel viel op."],
    "it": ["Ciao Dana, ti va di parlarne?", "Ho visto il tuo profilo. Fammi sapere!"],
    "pt": ["Olá, gostei do teu perfil, queres falar?", "Achas que podes falar amanhã?"],
    "pl": ["Cześć Dana, Twój profil jest ciekawy.", "Hej, masz chwilę?", "Daj znać, czy możesz rozmawiać."],
}
POLITE = {
    "de": [
        "Guten Tag, haben Sie Interesse? Ich freue mich auf Ihre Antwort.",
        "Sehr geehrte Frau Whitfield, ich darf Ihnen eine Stelle vorstellen. Das bringst du mit: du kannst, du willst.",
        "Hallo Dana,\n\nwir suchen eine Entwicklerin. Passt Ihnen Dienstag?\n\nAnna\n",
        "Hallo Dana, ich schreibe Ihnen, weil ich gern mit Ihnen sprechen möchte.\n\nAnna",
    ],
    "fr": ["Bonjour, votre profil m'intéresse, seriez-vous disponible ?"],
    "es": ["Estimada señora Whitfield: le escribo por su perfil.", "¿Le interesa a usted?"],
    "nl": ["Geachte mevrouw, heeft u interesse? Uw profiel past."],
    "it": ["Gentile Dana, La contatto per il Suo profilo.", "Le scrivo perché il suo profilo è interessante."],
    "pt": ["Olá, você tem interesse? Gostei do seu perfil.", "A senhora teria tempo?"],
    "pl": ["Szanowna Pani, czy jest Pani zainteresowana?", "Dzień dobry, piszę do Pana w sprawie pracy."],
}
UNCLEAR = {
    "de": [
        "Wir suchen eine Entwicklerin in Berlin.",
        "",
        "Hallo Frau Whitfield,\n\nwir suchen eine Entwicklerin.\n\nAnna",
        "Hallo Dana,\n\nwir suchen eine Entwicklerin.\n\nViele Grüße\nAnna Roth",
        "Hallo Dana,\n\nwir suchen eine Entwicklerin.\n\nViele Grüße",
        "Guten Tag Dana,\n\nwir suchen eine Entwicklerin.\n\nAnna",
        "Wir suchen eine Entwicklerin; ich schreib mir den Termin auf, sprich: ich sende gern mehr.",
    ],
    "fr": ["Nous recherchons un développeur à Lyon."],
    "es": ["Buscamos un desarrollador en Madrid."],
    "nl": ["Wij zoeken een ontwikkelaar in Utrecht."],
    "it": ["Cerchiamo uno sviluppatore a Milano."],
    "pt": ["Procuramos um programador em Lisboa."],
    "pl": ["Szukamy programisty we Wrocławiu."],
}


def cases(texts: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, each in texts.items() for text in each]


@pytest.mark.parametrize(("language", "text"), cases(FAMILIAR))
def test_familiar_terms_are_recognised(language: str, text: str) -> None:
    assert is_informal(language, text)


@pytest.mark.parametrize(("language", "text"), [*cases(POLITE), *cases(UNCLEAR), ("en", "Hi, you there?")])
def test_everything_else_is_answered_politely(language: str, text: str) -> None:
    assert not is_informal(language, text)


@pytest.mark.parametrize("language", [*FAMILIAR, "en"])
def test_a_long_hostile_text_costs_little(language: str) -> None:
    import time

    started = time.process_time()
    is_informal(language, "su le il la " * 20_000)
    assert time.process_time() - started < 0.25


@pytest.mark.parametrize(
    ("language", "text", "variety"),
    [
        ("pt", "Oi, Dana! Você teria interesse na vaga? Me envie seu currículo.", "BR"),
        ("pt", "A nossa equipa está a crescer. Podes enviar-me o teu contacto?", "PT"),
        ("pt", "Exma. Senhora, temos um projeto remoto.", "PT"),
        ("pt", "Temos um projeto com Python em Berlim.", ""),
        ("es", "Oi, você tem uma vaga?", ""),
    ],
)
def test_the_portuguese_of_either_side_is_told_by_its_words(language: str, text: str, variety: str) -> None:
    assert variety_of(language, text) == variety
