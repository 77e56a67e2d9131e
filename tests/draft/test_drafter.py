from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import pytest

from tests.factories import DANA, KIM, a_message, a_score, an_opportunity
from triage.config import Answer, Me, Replies
from triage.domain import Action, Address, Employment, Fact, Role, Warning, WarningCode
from triage.draft import Drafter, Request, Slot, first_name
from triage.draft.values import spoken_company, spoken_title
from triage.errors import ConfigurationError
from triage.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path

    from triage.domain import Draft

LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt", "pl")
ME = Me(
    name="Dana Whitfield", addresses=("dana@example.org", "dw@example.org"), languages=("en", "de"), signature="Dana"
)


@pytest.fixture(scope="module")
def drafter(tmp_path_factory: pytest.TempPathFactory) -> Drafter:
    return Drafter.load(templates_dir(), tmp_path_factory.mktemp("templates"))


def draft(drafter: Drafter, action: Action = Action.ACCEPT, **changes: Any) -> Draft:
    """A reply to a message with `message_…` changes, about an opportunity with the others."""
    message = a_message(**{name[8:]: value for name, value in changes.items() if name.startswith("message_")})
    rest = {name: value for name, value in changes.items() if not name.startswith("message_")}
    score = rest.pop("score", a_score(0.8))
    request = rest.pop("request", Request(action, (Fact.PAY,) if action is Action.ASK else ()))
    me = rest.pop("me", ME)
    return drafter.draft(message, an_opportunity(**rest), score, request, me)


def test_an_accept_says_yes_and_asks_for_the_pay(drafter: Drafter) -> None:
    body = draft(drafter).body
    assert body.startswith(("Hi Kim,\n\nThank", "Hello Kim,\n\nThank"))
    assert "about the Senior Backend Engineer role at Acme." in body
    assert body.count("?") == 1
    assert "salary range" in body
    assert body.endswith(",\nDana\n")


def test_who_forwards_an_offer_is_greeted_and_not_who_wrote_it(drafter: Drafter) -> None:
    friend = Address("Robin Marsh", "robin.marsh@mail.example")
    assert draft(drafter, forwarded_from="Kim Lee", message_from_=friend).body.startswith(("Hi Robin,", "Hello Robin,"))
    team = Address("Talent Team", "jobs@mail.example")
    assert "Kim" not in draft(drafter, forwarded_from="Kim Lee", message_from_=team, message_text="Fyi").body


@pytest.mark.parametrize("questions", [(Fact.PAY,), (Fact.COMPANY, Fact.LOCATION), tuple(Fact)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ask_has_one_question_for_each_fact(drafter: Drafter, language: str, questions: tuple[Fact, ...]) -> None:
    me = replace(ME, languages=LANGUAGES)
    body = draft(drafter, language=language, me=me, request=Request(Action.ASK, questions)).body
    lines = [line for line in body.splitlines() if line.startswith("- ")]
    assert body.count("?") == len(questions)
    assert len(lines) == (len(questions) if len(questions) > 1 else 0)
    assert all(line.endswith("?") for line in lines)


@pytest.mark.parametrize(
    "feature", ["avoid:php", "pay", "level", "location", "workplace", "employment", "title", "about"]
)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reasons", ["none", "kind", "full"])
def test_a_decline_gives_its_reason_as_far_as_it_may(
    drafter: Drafter, language: str, feature: str, reasons: Literal["none", "kind", "full"]
) -> None:
    request = Request(Action.DECLINE, replies=Replies(reasons=reasons))
    me = replace(ME, languages=LANGUAGES)
    score = a_score(0.1, (feature, -2.0), ("base", 0.0))
    reasoned = draft(drafter, language=language, me=me, request=request, score=score).body
    plain = draft(drafter, language=language, me=me, request=request, score=a_score(0.1)).body
    assert (reasoned == plain) is (feature == "about" or reasons == "none")
    assert ("php" in reasoned) is (feature == "avoid:php" and reasons == "full")


def test_the_language_is_the_senders_if_the_user_writes_it(drafter: Drafter) -> None:
    assert draft(drafter, language="de").template == "de/accept"
    assert draft(drafter, language="fr").template == "en/accept"
    assert (
        draft(drafter, language="de", me=Me(addresses=("dana@example.org",), languages=("en",))).template == "en/accept"
    )


def test_du_is_answered_with_du_and_sie_with_sie(drafter: Drafter) -> None:
    du = draft(drafter, language="de", message_text="Hast du Lust auf einen Wechsel? Ich freue mich auf deine Antwort.")
    sie = draft(drafter, language="de", message_text="Haben Sie Interesse? Ich freue mich auf Ihre Antwort.")
    assert du.body.startswith(("Hallo Kim,\n\n", "Hi Kim,\n\n"))
    assert "Ihre" not in du.body
    assert sie.body.startswith("Guten Tag Kim Lee,\n\n")
    assert " Ihre " in sie.body


@pytest.mark.parametrize(
    ("full", "first"),
    [
        ("Kim Lee", "Kim"),
        ("Anna-Lena Schmidt", "Anna-Lena"),
        ("Zoë van den Berg", "Zoë"),
        ("K. Lee", ""),
        ("KIM LEE", ""),
        ("Kim", ""),
        ("", ""),
        ("Talent 24 Team", ""),
        ("kim lee", ""),
    ],
)
def test_a_first_name_is_used_only_when_it_is_certain(full: str, first: str) -> None:
    assert first_name(full) == first


def test_the_reply_threads(drafter: Drafter) -> None:
    reply = draft(
        drafter,
        message_message_id="<c@agency.example>",
        message_references=("<a@agency.example>", "<b@example.org>"),
        message_in_reply_to=("<b@example.org>",),
        message_subject="Re: RE: Senior Backend Engineer",
    )
    assert reply.in_reply_to == "<c@agency.example>"
    assert reply.references == ("<a@agency.example>", "<b@example.org>", "<c@agency.example>")
    assert reply.subject == "Re: Senior Backend Engineer"


def test_the_reply_comes_from_the_address_that_was_written_to(drafter: Drafter) -> None:
    assert draft(drafter, message_to=(Address("", "DW@example.org"),)).from_ == Address(
        "Dana Whitfield", "dw@example.org"
    )
    assert (
        draft(drafter, message_to=(), message_headers=(("delivered-to", "dw@example.org"),)).from_.addr_spec
        == "dw@example.org"
    )
    assert draft(drafter, message_to=(Address("", "list@example.com"),)).from_ == DANA


def test_a_foreign_reply_to_is_not_used(drafter: Drafter) -> None:
    other = (Address("", "kim@elsewhere.example"),)
    assert draft(drafter, message_reply_to=other).to == Address("Kim Lee", "kim@elsewhere.example")
    warned = (Warning(WarningCode.REPLY_TO_DIFFERS, "Replies would go elsewhere."),)
    assert draft(drafter, message_reply_to=other, warnings=warned).to == KIM


def test_the_same_reply_has_the_same_message_id(drafter: Drafter) -> None:
    assert draft(drafter).message_id == draft(drafter).message_id
    assert draft(drafter).message_id != draft(drafter, Action.DECLINE).message_id
    assert draft(drafter).message_id != draft(drafter, message_text="Another mail.").message_id
    assert draft(drafter).message_id != draft(drafter, request=Request(Action.ACCEPT, body="My words.")).message_id
    assert draft(drafter).message_id != draft(drafter, request=Request(Action.ACCEPT, attempt=1)).message_id


def test_the_words_of_a_mail_are_no_template(drafter: Drafter) -> None:
    role = Role(title="{{7*7}} {% for x in range(10**9) %}", company="{{ me.__class__ }}", recruiter="Kim Lee")
    body = draft(drafter, role=role).body
    assert "{{7*7}}" in body
    assert "{{ me.__class__ }}" in body
    assert "49" not in body


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("Hi {{ nmae }}", r"accept\.txt\.j2:1: 'nmae' is undefined"),
        ("Hi\n{% if %}", r"accept\.txt\.j2:2: Expected an expression"),
        ("", "comes out empty"),
        ("{{ ''.__class__.__mro__ }}", "unsafe|undefined"),
        ("{% for i in range(99999) %}{{ name * 50 }}{% endfor %}", "longer than 65536"),
        ("{% for i in range(99999999) %}{% endfor %}", "Range too big"),
        ("{% include 'other.j2' %}", "other.j2 is missing"),
        ("{% include 'reply/en/accept.txt.j2' %}", "recursion"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_when_it_is_loaded(tmp_path: Path, template: str, problem: str) -> None:
    folder = tmp_path / "reply" / "en"
    folder.mkdir(parents=True)
    (folder / "accept.txt.j2").write_text(template)
    with pytest.raises(ConfigurationError, match=problem):
        Drafter.load(templates_dir(), tmp_path)


def test_a_reply_may_compute_for_a_second(drafter: Drafter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the processor's time: on a busy machine a second of the clock passes by itself."""
    computed = iter(range(1000))
    monkeypatch.setattr("triage.draft.rendering.time.thread_time", lambda: 0.4 * next(computed))
    with pytest.raises(ConfigurationError, match="longer than 1 s"):
        draft(drafter)


def test_a_language_counts_when_it_has_every_reply(tmp_path: Path) -> None:
    folder = tmp_path / "reply" / "sv"
    folder.mkdir(parents=True)
    for purpose in ("accept", "ask"):
        (folder / f"{purpose}.txt.j2").write_text("Hej!")
    assert Drafter.load(templates_dir(), tmp_path).languages == tuple(sorted(LANGUAGES))
    (folder / "decline.txt.j2").write_text("Nej tack.")
    assert Drafter.load(templates_dir(), tmp_path).languages == tuple(sorted((*LANGUAGES, "sv")))


def test_the_users_own_template_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "reply" / "en"
    folder.mkdir(parents=True)
    (folder / "accept.txt.j2").write_text("Yes, {{ name }}!")
    assert draft(Drafter.load(templates_dir(), tmp_path)).body == "Yes, Kim!\n"


def test_a_template_may_be_written_on_windows(tmp_path: Path) -> None:
    folder = tmp_path / "reply" / "en"
    folder.mkdir(parents=True)
    (folder / "accept.txt.j2").write_bytes(b"\xef\xbb\xbfYes, {{ name }}!\r\n\r\nDana\r\n")
    assert draft(Drafter.load(templates_dir(), tmp_path)).body == "Yes, Kim!\n\nDana\n"


def slots(zone: str = "Europe/Berlin") -> tuple[Slot, ...]:
    start = datetime(2026, 3, 3, 16, 0, tzinfo=ZoneInfo(zone))
    return (Slot(start, start + timedelta(hours=2)),)


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("Mon, 2 Mar 2026 12:00:00 +0100", "- Tuesday 3 March, 16:00–18:00\n"),
        ("Mon, 2 Mar 2026 12:00:00 -0500", "- Tuesday 3 March, 16:00–18:00 CET (10:00–12:00 your time)\n"),
        ("Mon, 2 Mar 2026 12:00:00 +1100", "- Tuesday 3 March, 16:00–18:00 CET (Wednesday 02:00–04:00 your time)\n"),
        ("Mon, 2 Mar 2026 12:00:00 +0000", "- Tuesday 3 March, 16:00–18:00 CET\n"),
        ("", "- Tuesday 3 March, 16:00–18:00 CET\n"),
    ],
)
def test_times_are_told_by_both_clocks(drafter: Drafter, date: str, line: str) -> None:
    made = draft(drafter, message_headers=(("date", date),), request=Request(Action.ACCEPT, slots=slots()))
    assert line in made.body
    assert made.valid_until == slots()[0].start


def test_a_mail_from_portugal_gets_its_clock_beside_ones_own(drafter: Drafter) -> None:
    made = draft(
        drafter,
        language="pt",
        me=replace(ME, languages=LANGUAGES),
        message_text="A nossa equipa está a crescer. Podes enviar-me o teu contacto?",
        message_headers=(("date", "Mon, 2 Mar 2026 12:00:00 +0000"),),
        request=Request(Action.ACCEPT, slots=slots()),
    )
    assert "16:00–18:00 CET (15:00–17:00 em Portugal)\n" in made.body


def test_a_zone_without_letters_is_told_by_its_offset(drafter: Drafter) -> None:
    made = draft(drafter, request=Request(Action.ACCEPT, slots=slots("America/Sao_Paulo")))
    assert "16:00–18:00 UTC-03:00" in made.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["accept", "ask", "decline", "later", "referral", "follow_up", "inmail"])
@pytest.mark.parametrize("informal", [True, False])
def test_no_wording_has_a_gap(drafter: Drafter, language: str, template: str, informal: bool) -> None:  # noqa: FBT001 - a case
    """Whatever is missing, no reply has double blanks, a blank before a stop, or an empty pair of marks."""
    roles = (
        Role(),
        Role(title="Ingénieur (H/F), Paris"),
        Role(company="Acme"),
        Role(title="SENIOR UX DESIGNER", company="O'Neil & Söhne", recruiter="Kim Lee", employment=Employment.CONTRACT),
    )
    for number, role in enumerate(roles):
        values = {
            "role": role,
            "language": language,
            "me": replace(ME, languages=LANGUAGES),
            "message_content_hash": f"{number}{informal}",
            "message_text": "Hi" if informal else "",
            "score": a_score(0.5, ("pay", -1.0)),
        }
        action = Action(template) if template in {"accept", "ask", "decline"} else Action.DECLINE
        body = draft(drafter, action, **values, request=Request(action, template=template, slots=slots())).body
        assert not re.search(r"[^\S\n]{2}|[^\S\n\u00a0][,.?!]|\(\)|„”|None|\{\{|\.\.|[^\S\n]\n", body), body
        assert body.endswith("Dana\n")


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Senior Backend Engineer (m/w/d)", "Senior Backend Engineer"),
        ("Développeur backend H/F", "Développeur backend"),
        ("Staff Engineer, Data Platform", "Staff Engineer"),
        ("Backend Engineer - Berlin", "Backend Engineer"),
        ("Full-Stack Developer", "Full-Stack Developer"),
        ("SENIOR DATA ENGINEER", "Senior Data Engineer"),
        ("Backend-Entwickler:in", "Backend-Entwickler:in"),
        ("Infirmier(e) de bloc - CDI", "Infirmier(e) de bloc"),
        ("Platform Engineer (Kubernetes)", "Platform Engineer"),
        ("QA/QC INSPECTOR", "QA/QC Inspector"),
        ("SDE-3", "SDE-3"),
        ("Good People Are Hard To Find!", ""),
        ("Acme sucht Backend-Entwickler", ""),
        ("our Lead Engineer", "Lead Engineer"),
        ("On cherche notre prochain·e dev back", ""),
        ("Backend Engineer role", "Backend Engineer"),
        ("CTO", "CTO"),
        ("x" * 80, ""),
        ("", ""),
    ],
)
def test_a_title_as_one_says_it(title: str, spoken: str) -> None:
    assert spoken_title(title) == spoken


@pytest.mark.parametrize(
    ("company", "spoken"),
    [
        ("Acme GmbH & Co. KG", "Acme"),
        ("Corvid Systems Ireland Ltd.", "Corvid Systems Ireland"),
        ("Robledo, S.L.", "Robledo"),
        ("Firma sp. z o.o.", "Firma"),
        ("Sage", "Sage"),
        ("AB", "AB"),
        ("", ""),
    ],
)
def test_a_company_as_one_says_it(company: str, spoken: str) -> None:
    assert spoken_company(company) == spoken


def test_what_appeals_is_what_the_mail_names(drafter: Drafter) -> None:
    score = a_score(0.8, ("want:postgresql", 2.0), ("want:python", 1.0))
    text = "Hi Dana, we use Python and python."
    assert "Python" in draft(drafter, message_text=text, score=score).body
    assert "postgresql" not in draft(drafter, message_text=text, score=score).body.lower()


@pytest.mark.parametrize(
    ("language", "name", "text", "greeting"),
    [
        ("de", "Dr. Martin Vogel", "Sehr geehrte Frau Whitfield,\n\nwir suchen Sie.", "Sehr geehrter Herr Dr. Vogel,"),
        ("de", "Sabine Krüger", "Guten Tag,\n\nhätten Sie Zeit?", "Guten Tag Frau Krüger,"),
        ("de", "Kim Lee", "Sehr geehrte Frau Whitfield,\n\nwir suchen Sie.", "Guten Tag Kim Lee,"),
        ("fr", "Philippe Girard", "Madame,\n\nSeriez-vous disponible ?", "Bonjour Monsieur,"),
        ("fr", "Dominique Girard", "Madame,\n\nSeriez-vous disponible ?", "Bonjour,"),
        ("es", "Javier Ruiz", "Estimada señora Whitfield:\n\n¿Le interesa?", "Estimado señor Ruiz:"),
        ("es", "Tomás Blanco", "Estimada Dana:\n\n¿Le interesa a usted?", "Estimado Tomás:"),
        ("it", "Avv. Paolo Rinaldi", "Gentile Dott.ssa Whitfield,\n\nLe interessa?", "Gentile Avv. Rinaldi,"),
        ("en", "Grace Obi", "Dear Ms Whitfield,\n\nAre you interested?", "Dear Ms Obi,"),
    ],
)
def test_a_mail_is_greeted_as_it_greeted(drafter: Drafter, language: str, name: str, text: str, greeting: str) -> None:
    me = replace(ME, languages=("en", "de", "fr", "es", "it"))
    role = replace(an_opportunity().role, recruiter=name.removeprefix("Dr. ").removeprefix("Avv. "))
    body = draft(drafter, language=language, message_text=f"{text}\n\n{name}", role=role, me=me).body
    assert body.startswith(f"{greeting}\n\n")


def test_who_deals_in_what_is_avoided_is_not_asked_to_write_again(drafter: Drafter) -> None:
    request = Request(Action.DECLINE, replies=Replies(reasons="full"))
    gambling, php = (
        draft(drafter, request=request, score=a_score(0.1, (f"avoid:{term}", -2.0))).body
        for term in ("gambling", "php")
    )
    assert "work in gambling" in gambling
    assert "work with php" in php
    assert len(gambling.split("\n\n")[2].split(". ")) == 1 < len(php.split("\n\n")[2].split(". "))


def test_a_title_that_is_the_company_is_not_repeated(drafter: Drafter) -> None:
    role = replace(an_opportunity().role, title="Acme", company="Acme GmbH")
    assert draft(drafter, role=role).body.count("Acme") == 1


def test_what_is_another_profession_is_declined_for_that(drafter: Drafter) -> None:
    pay = a_score(0.01, ("pay", -9.0), ("title", -2.5))
    other = replace(pay, numbers=(("title_other", 1.0),))
    assert "the pay is below" in draft(drafter, Action.DECLINE, score=pay).body
    assert "a different kind of role" in draft(drafter, Action.DECLINE, score=other).body


@pytest.mark.parametrize(
    ("language", "company", "said"),
    [
        ("fr", "Clinique des Tilleuls", "à la Clinique des Tilleuls"),
        ("fr", "Acme", "chez Acme"),
        ("es", "Bufete Arroyo", "en el Bufete Arroyo"),
        ("it", "Studio Rinaldi", "presso lo Studio Rinaldi"),
        ("de", "Klinikum Nord", "am Klinikum Nord"),
        ("de", "Die Stadt Hohenau", "bei der Stadt Hohenau"),
        ("de", "Stadtwerke Auental", "bei den Stadtwerken Auental"),
        ("de", "Die Werkbank", "bei Die Werkbank"),
        ("fr", "Groupe Arpentis", "au sein du Groupe Arpentis"),
        ("pl", "Szpital Nowy", "(Szpital Nowy)"),
        ("pt", "Hospital do Norte", "no Hospital do Norte"),
    ],
)
def test_a_firm_named_by_a_common_noun_has_its_article(
    drafter: Drafter, language: str, company: str, said: str
) -> None:
    role = replace(an_opportunity().role, company=company)
    assert said in draft(drafter, language=language, me=replace(ME, languages=LANGUAGES), role=role).body


def test_contract_work_is_called_so(drafter: Drafter) -> None:
    role = replace(an_opportunity().role, employment=Employment.CONTRACT)
    body = draft(drafter, Action.ASK, role=role).body
    assert " contract" in body
    assert " rate?" in body
    assert "salary" not in body


def test_the_rest_of_a_signature_stands_behind_its_delimiter(drafter: Drafter) -> None:
    me = replace(ME, signature="Dana Whitfield\n+49 30 1234567\n")
    assert draft(drafter, me=me).body.endswith(",\nDana Whitfield\n\n-- \n+49 30 1234567\n")
    assert draft(drafter, me=me, request=Request(Action.ACCEPT, relay=True)).body.endswith(",\nDana Whitfield\n")


def test_the_users_answers_are_given_and_the_rest_is_left_for_the_call(drafter: Drafter) -> None:
    text = "Please send your CV, notice period and salary expectations."
    replies = Replies(answers=(Answer("notice_period", "3 months"), Answer("salary_expectation", "viel", "de")))
    body = draft(drafter, message_text=text, request=Request(Action.ACCEPT, replies=replies)).body
    assert "My notice period is 3 months." in body
    assert "salary expectations" in body
    assert "viel" not in body
    assert "CV" in body
    assert "attached" not in body


def test_the_variants_are_the_actions_reply_in_another_situation(drafter: Drafter, tmp_path: Path) -> None:
    me = replace(ME, signature="Dana\nTel. 1")
    cv = Replies(cv=tmp_path / "cv.pdf")
    text = "Please send me your CV."
    relayed = draft(drafter, me=me, message_text=text, request=Request(Action.ACCEPT, template="inmail", replies=cv))
    assert (relayed.template, relayed.attachments, relayed.quote) == ("en/inmail", (), "none")
    assert "email address" in relayed.body
    assert "Tel. 1" not in relayed.body
    bumped = draft(drafter, request=Request(Action.DECLINE, template="follow_up")).body
    assert any(words in bumped for words in ("following up", "writing again"))
    plain = draft(drafter, Action.DECLINE).body
    assert bumped.partition(". ")[2].split("\n\n")[-1] == plain.partition(". ")[2].split("\n\n")[-1]


def test_a_second_mail_of_a_sender_is_answered_in_other_words(drafter: Drafter) -> None:
    bodies = {draft(drafter, request=Request(Action.DECLINE, earlier=number)).body for number in range(3)}
    assert len(bodies) == 3
    assert draft(drafter, request=Request(Action.DECLINE, earlier=1)).body in bodies
