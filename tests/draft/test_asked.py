from __future__ import annotations

import pytest

from tests.factories import a_message
from triage.draft.asked import asked_for, bumps, wants_next_week

CV, NOTICE, PAY, PERMIT, TALK = "cv", "notice_period", "salary_expectation", "work_permit", "availability"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Please send me your CV.", {CV}),
        ("Could you share an updated resume with us?", {CV}),
        ("Please reply with:\n- your notice period\n- your salary expectations\n- visa status", {NOTICE, PAY, PERMIT}),
        ("I came across your CV on a job board and was impressed.", set()),
        ("What is your notice period?", {NOTICE}),
        ("The notice period is four weeks.", set()),
        ("Are you open for a quick call? What's the best number to reach you?", {TALK, "phone"}),
        ("Do you need sponsorship, and are you open to relocate?", {PERMIT, "relocation"}),
        ("We offer visa sponsorship.", set()),
        ("Schicken Sie mir bitte Ihren Lebenslauf und nennen Sie Ihre Kündigungsfrist.", {CV, NOTICE}),
        ("Wie sehen deine Gehaltsvorstellungen aus?", {PAY}),
        ("Ich habe Ihren Lebenslauf gefunden.", set()),
        ("Merci de m'envoyer votre CV et vos prétentions salariales.", {CV, PAY}),
        ("Mándame tu CV y tus expectativas salariales.", {CV, PAY}),
        ("Stuur je me je cv en je opzegtermijn?", {CV, NOTICE}),
        ("Mi mandi il tuo CV? Qual è il tuo preavviso?", {CV, NOTICE}),
        ("Pode enviar o seu currículo e a pretensão salarial?", {CV, PAY}),
        ("Proszę przesłać CV i podać oczekiwania finansowe.", {CV, PAY}),
        ("Notice period:\nVisa status:\nRelocation:\n", {NOTICE, PERMIT, "relocation"}),
        ("Kündigungsfrist drei Monate", set()),
        ("Please reply with your personal email and phone number.", {"phone"}),
        ("How soon could you start?", {"start_date"}),
        ("Start is in April. Are you available?", {"start_date"}),
        ("Projet à partir d'avril. Êtes-vous disponible ?", {"start_date"}),
        ("¿Cuándo podrías empezar?", {"start_date"}),
        ("Ben je beschikbaar? Stuur me je cv en je uurtarief.", {CV, PAY, TALK, "start_date"}),
        ("Wir sind ab Mai verfügbar.", set()),
        ("A phone number I can reach you on would be great.", {"phone"}),
        ("¿Podría indicarme un número de teléfono en el que localizarle?", {"phone"}),
        ("Op welk telefoonnummer kunnen wij u bereiken?", {"phone"}),
        ("Me passa seu WhatsApp, por favor?", {"phone"}),
        ("", set()),
    ],
)
def test_what_a_mail_asks_for(text: str, topics: set[str]) -> None:
    assert set(asked_for(text)) == topics


@pytest.mark.parametrize(
    ("changes", "is_bump"),
    [
        ({"text": "Just following up on my last message."}, True),
        ({"text": "Bumping this to the top of your inbox.", "in_reply_to": ("<a@b.example>",)}, True),
        ({"text": "Ich wollte noch einmal nachfragen.", "in_reply_to": ("<a@b.example>",)}, True),
        ({"text": "Je me permets de vous relancer.", "subject": "Re: Poste"}, True),
        ({"text": "Following up on the conference, here is an offer."}, False),
        ({"text": "We are hiring.", "in_reply_to": ("<a@b.example>",)}, False),
    ],
)
def test_a_bump_is_told_from_a_first_mail(changes: dict[str, object], is_bump: bool) -> None:  # noqa: FBT001 - a case
    assert bumps(a_message(**changes)) is is_bump


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Could we talk next week?", True),
        ("Wann passt es Ihnen in der kommenden Woche?", True),
        ("Masz chwilę na rozmowę w przyszłym tygodniu?", True),
        ("I am on leave next week.", False),
        ("Could we talk this week?", False),
    ],
)
def test_the_week_in_which_a_talk_is_wanted(text: str, wanted: bool) -> None:  # noqa: FBT001 - a case
    assert wants_next_week(text) is wanted


@pytest.mark.parametrize("piece", ["please ", "your cv ", "a. ", "- ", "je me permets de ", "numer", "(("])
def test_a_long_hostile_text_costs_little(piece: str) -> None:
    import time

    started = time.perf_counter()
    asked_for(piece * 20_000)
    bumps(a_message(text=piece * 20_000))
    assert time.perf_counter() - started < 0.5
