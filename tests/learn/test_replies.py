from __future__ import annotations

import pytest

from triage.learn.replies import Answer, read_reply

ACCEPTED = [
    "Hi Kim, thanks for reaching out. I'd be happy to chat, does Tuesday at 5 work for you?",
    "Sounds great, let's talk. My CV is attached.",
    "Hello Robin,\nyes, I am interested. You can reach me on my mobile after 4 pm.",
    "I’m not actively looking, but I would love to hear more about the team.",
    "Hallo Frau Berg, vielen Dank für Ihre Nachricht. Gerne können wir telefonieren, mir passt es am Donnerstag.",
    "Klingt spannend! Ich bin interessiert. Anbei mein Lebenslauf.",
    "Bonjour Claire, je suis intéressé par ce poste et disponible jeudi pour un appel.",
    "Avec plaisir, appelez-moi demain matin.",
    "Hola Marta, me interesa mucho. ¿Hablamos el jueves?",
    "Hoi Joost, ik heb zeker interesse. Zullen we donderdag bellen?",
    "Buongiorno Giulia, sono molto interessato: sentiamoci giovedì.",
    "Olá Rita, tenho interesse na vaga. Podemos falar na quinta?",
    "Dzień dobry, chętnie porozmawiam o tej roli. Pasuje mi czwartek po 16.",
]
DECLINED = [
    "Hi Kim, thank you, but I'm not looking for a new role at the moment. Good luck with the search!",
    "Thanks for thinking of me. I'll pass on this one.",
    "No thanks.",
    "Sounds interesting, and I'd love to talk some day, but I am happy in my current role.",
    "Please remove me from your list.",
    "The pay is well below my expectations.",
    "Hallo Herr Kunz, danke für die Anfrage, aber ich bin derzeit nicht auf der Suche.",
    "Leider passt das nicht, ich muss absagen.",
    "Bonjour, merci pour votre message mais je ne suis pas intéressé.",
    "Je ne souhaite pas donner suite, bonne continuation.",
    "Gracias por contactarme, pero no estoy buscando un cambio ahora.",
    "Bedankt voor je bericht, maar ik ben niet op zoek.",
    "Grazie, ma al momento non sono interessata.",
    "Obrigado pelo contacto, mas não estou à procura neste momento.",
    "Dziękuję za wiadomość, ale nie jestem zainteresowana zmianą pracy.",
]
ASKED = [
    "Hi, thanks. What is the salary range, and which company is it?",
    "Could you tell me a bit more about the role?",
    "Danke. Wie hoch ist das Gehalt, und gibt es Homeoffice?",
    "Bonjour, quelle est la fourchette de salaire ?",
    "Hola, ¿cuál es el rango salarial y la empresa?",
    "Wat is het tarief en is het remote?",
    "Buongiorno, qual è la RAL prevista?",
    "Olá, qual é a faixa e o local? O contrato é sem termo, e o salário?",
    "Dzień dobry, jakie są widełki i czy praca jest zdalna?",
]
OTHER = [
    "",
    "Hi Kim, happy new year to you too!",
    "Thanks, received.",
    "I'd be happy to talk. Actually no, I'm not interested.",
    "See you on Monday at the office.",
    "Bis dann, viele Grüße",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_yes_is_read(text: str) -> None:
    assert read_reply(text).answer is Answer.ACCEPTED


@pytest.mark.parametrize("text", DECLINED)
def test_a_no_is_read(text: str) -> None:
    assert read_reply(text).answer is Answer.DECLINED


@pytest.mark.parametrize("text", ASKED)
def test_a_question_is_read(text: str) -> None:
    assert read_reply(text).answer is Answer.ASKED


@pytest.mark.parametrize("text", OTHER)
def test_what_is_not_sure_is_left_open(text: str) -> None:
    assert read_reply(text).answer is Answer.OTHER


def test_the_words_are_quoted_on_one_line() -> None:
    found = read_reply("Hi Kim.\nThank you!\nI'm not\nlooking for a new role at the moment.")
    assert found.quote.startswith("I'm not looking for a new role")
    assert "\n" not in read_reply("x " * 3000 + "no thanks").quote


def test_a_long_text_costs_little() -> None:
    assert read_reply("what is " * 5000).answer is Answer.OTHER


def test_the_words_shown_are_whole() -> None:
    reply = "Hi,\n\nthank you, that sounds interesting, I would be glad to talk. Tuesday at 16:00?\n\nDana\n"
    assert set(read_reply(reply).quote.split()) <= set(reply.split())
