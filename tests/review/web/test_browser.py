"""The page in Chromium: by keyboard, without JavaScript, for eyes and screen readers, and against hostile mail."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import lab as labs
from tests.review.web.caller import Served
from tests.review.web.crowd import a_hostile_message, crowd, hostile
from triage.demo import sample
from triage.domain import MessageRef, RawMessage
from triage.pipeline.reading import MessageReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from triage.domain import Message

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TORTURE = Path(__file__).resolve().parents[4] / "shared" / "torture"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[labs.Lab]:
    """The sample mailbox, scanned."""
    made = labs.start(tmp_path_factory.mktemp("browser"), sample.messages())
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
        yield made


@contextmanager
def opened(browser: Browser, lab: labs.Lab, **options: Any) -> Iterator[Page]:
    """A page of the browser at the inbox; a console that complains is an error."""
    complaints: list[str] = []
    with Served(lab) as served:
        context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(served.url)
        yield page
        context.close()
    assert complaints == []


def test_what_is_typed_outlives_the_page_and_the_program(browser: Browser, scanned: labs.Lab) -> None:
    id_ = scanned.listed("--state", "suggested")[0]["id"]
    with opened(browser, scanned) as page:
        page.goto(f"{page.url}item/{id_}")
        page.locator("#body").press_sequentially("By hand. ")
        page.get_by_text("Kept.", exact=True).wait_for()
        page.reload()
        assert "By hand. " in page.locator("#body").input_value()
    with opened(browser, scanned, java_script_enabled=False) as page:
        page.goto(f"{page.url}item/{id_}")
        assert "By hand. " in page.locator("#body").input_value()
        page.locator("#body").fill("Without a script.")
        page.get_by_role("button", name="Keep for later").click()
        page.get_by_text("Your words are kept.").wait_for()
        assert page.locator("#body").input_value() == "Without a script."
        page.get_by_role("button", name="Give my words up").click()
        page.get_by_text("Your words are given up.").wait_for()
        assert "Without a script." not in page.locator("#body").input_value()


def test_what_is_typed_last_is_kept_when_the_page_is_left_at_once(browser: Browser, scanned: labs.Lab) -> None:
    id_ = scanned.listed("--state", "suggested")[0]["id"]
    with opened(browser, scanned) as page:
        home = page.url
        page.goto(f"{home}item/{id_}")
        page.locator("#body").fill("Typed last.")
        page.goto(f"{home}help")
        wait_for(page, lambda: kept(scanned) == ["Typed last."])
        page.goto(f"{home}item/{id_}")
        page.get_by_role("button", name="Give my words up").click()
    assert kept(scanned) == []


def test_words_on_a_slow_way_are_not_put_over_later_ones(browser: Browser, scanned: labs.Lab) -> None:
    id_ = scanned.listed("--state", "suggested")[0]["id"]
    with opened(browser, scanned) as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)
            if len(held) > 1:
                route.continue_()

        page.goto(f"{page.url}item/{id_}")
        page.route("**/words", hold)
        page.locator("#body").fill("First.")
        with page.expect_request("**/words"):
            pass
        page.locator("#body").fill("Second.")
        page.wait_for_timeout(700)
        assert len(held) == 1, "the second waits for the first"
        held[0].continue_()
        page.get_by_text("Kept.", exact=True).wait_for()
        wait_for(page, lambda: kept(scanned) == ["Second."])
        page.reload()
        page.get_by_role("button", name="Give my words up").click()
    assert kept(scanned) == []


def kept(lab: labs.Lab) -> list[str]:
    """The words that are kept for later."""
    rows = [line for line in lab.triage("export").objects if line["table"] == "edit"]
    return [row["row"]["body"] for row in rows]


def wait_for(page: Page, seen: Callable[[], bool]) -> None:
    """Until something is so, ten seconds at most; the page goes on meanwhile."""
    until = time.monotonic() + 10
    while not seen():
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def test_editing_filter_order_and_templates_by_keyboard(browser: Browser, scanned: labs.Lab) -> None:
    with opened(browser, scanned) as page:
        page.keyboard.press("/")
        page.keyboard.type("fit>60")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?words=fit%3E60**")
        page.keyboard.press("o")
        page.wait_for_url("**order=best+fit**")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/item/**")
        page.keyboard.press("w")
        assert page.evaluate("document.activeElement.id") == "why"
        first = page.locator("#body").input_value()
        page.keyboard.press("t")
        page.wait_for_url("**reply=ask**")
        assert page.locator("#body").input_value() != first
        page.keyboard.press("e")
        page.keyboard.press("Control+A")
        page.keyboard.type("Gladly: a, d, s?")  # the keys are letters here
        page.keyboard.press("Escape")
        item = page.url.split("/item/")[1][:6]
        page.keyboard.press("q")
        page.get_by_role("status").wait_for()
        page.wait_for_load_state("load")  # keys are heard from then on
        ((entry),) = [entry for entry in scanned.listed() if entry["id"] == item]
        assert (entry["decision"]["action"], entry["draft"]["text"]) == ("ask", "Gladly: a, d, s?")
        with page.expect_navigation():
            page.keyboard.press("u")
        page.keyboard.press("?")
        page.wait_for_url("**/help")


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_moves(
    browser: Browser, scanned: labs.Lab, viewport: dict[str, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    warned = next(entry["id"] for entry in scanned.listed() if entry["warnings"] and not entry["decision"])
    with opened(browser, scanned, color_scheme=scheme, viewport=viewport) as page:
        home = page.url
        for path in ("", f"item/{warned}", "batch?below=40", "tune?want=rust&accept_at=90", "help"):
            page.goto(home + path)
            found = Axe().run(page).response["violations"]
            assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == [], path
            assert page.evaluate(_SHIFT) == 0, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"


#: The sum of all layout shifts since the page was opened.
_SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 50);
})"""


def test_what_was_skipped_has_its_badge_in_its_column(browser: Browser, waiting: labs.Lab) -> None:
    first, second, *_ = (item["id"] for item in waiting.listed("--state", "suggested"))
    assert waiting.triage("skip", first).code == 0
    assert waiting.triage("decline", second).code == 0
    with opened(browser, waiting) as page:
        page.goto(f"{page.url.split('?')[0]}?words=is:decided")
        badges = [badge.bounding_box() for badge in page.locator(".badge").all()]
        assert len(badges) >= 2
        assert page.locator(".badge.skip").count() == 1
        lefts = {round(box["x"]) for box in badges if box is not None}
        assert len(lefts) == 1
        assert lefts.pop() >= 0


def test_ten_decisions_by_keyboard_alone(browser: Browser, scanned: labs.Lab) -> None:
    keys = {"a": "Accepted", "d": "Declined", "s": "Skipped", "q": "Asked"}
    with opened(browser, scanned) as page:
        began = time.monotonic()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/item/*")
        decided: list[str] = []
        for key in "adsqdasdqd":
            page.keyboard.press("Enter")  # decides nothing
            page.keyboard.press("z")
            with page.expect_navigation():
                page.keyboard.press(key)
            if page.title() == "Look again – triage":  # a warned mail: the same key again does nothing
                page.keyboard.press(key)
                with page.expect_navigation():
                    page.keyboard.press("y")
            decided.append(page.get_by_role("status").inner_text().split(":")[0])
        assert time.monotonic() - began < 60, "two minutes are a person's; a program needs seconds"
        assert decided == [keys[key] for key in "adsqdasdqd"]
        assert len([entry for entry in scanned.listed() if entry["decision"]]) == 10
        with page.expect_navigation():
            page.keyboard.press("u")
        assert page.get_by_role("status").inner_text().startswith("Undone")
        assert len([entry for entry in scanned.listed() if entry["decision"]]) == 9


def test_everything_works_without_javascript(browser: Browser, scanned: labs.Lab) -> None:
    with opened(browser, scanned, java_script_enabled=False) as page:
        page.get_by_label("Filter").fill("fit<99")
        page.get_by_role("button", name="Show").click()
        page.locator("li", has_not_text="warning").locator("a.role").first.click()
        page.get_by_role("link", name="ask", exact=True).click()
        page.get_by_label("The words of the reply: ask").fill("What does it pay?\n")
        page.get_by_role("button", name="Ask").click()
        assert "Asked" in page.get_by_role("status").inner_text()
        page.get_by_role("button", name="Undo the last decision").click()
        assert "Undone" in page.get_by_role("status").inner_text()
        page.get_by_role("link", name="Inbox").click()
        page.get_by_role("button", name="Look at them first").click()
        page.get_by_role("button", name="Decline them").click()
        assert "Declined" in page.get_by_role("status").inner_text()


def test_five_hundred_suggestions_come_at_once(tmp_path: Path) -> None:
    made = labs.start(tmp_path)
    with made.server:
        made.configure()
        (tmp_path / "data").mkdir(mode=0o700)
        crowd(tmp_path / "data", 500)
        with Served(made) as served:
            served.enter()
            inbox = [server_seconds(served, "") for _ in range(3)]
            assert served.page("").body.count('class="role"') == 200
            assert "401–500 of 500" in served.page("?sheet=3").body
            item = [server_seconds(served, f"item/{made.listed('--limit', '1')[0]['id']}") for _ in range(2)]
    assert min(inbox) < 0.3
    assert min(item) < 0.5


def test_an_inbox_of_many_is_leafed_through_with_keys_and_with_links(browser: Browser, tmp_path: Path) -> None:
    made = labs.start(tmp_path)
    with made.server:
        made.configure()
        (tmp_path / "data").mkdir(mode=0o700)
        crowd(tmp_path / "data", 450)
        with opened(browser, made) as page:
            rows = page.locator("a.role")
            assert page.locator("h1").inner_text() == "Waiting for you 450"
            assert "Decline everything here, on all pages, with" in page.locator("form.batch").inner_text()
            rows.last.focus()
            with page.expect_navigation():
                page.keyboard.press("j")
            assert (rows.count(), rows.first.inner_text()[:21]) == (200, "Backend Engineer 200 ")
            page.keyboard.press("k")
            page.get_by_role("link", name="worst fit").click()
            page.get_by_role("link", name="Next", exact=True).click()
            page.get_by_role("link", name="Next", exact=True).click()
            pages = page.get_by_role("navigation", name="Parts of the list")
            assert pages.inner_text().split() == ["Previous", "401–450", "of", "450"]
            rows.first.focus()
            with page.expect_navigation():
                page.keyboard.press("k")
            assert "201–400 of 450" in pages.inner_text()


def server_seconds(served: Served, path: str) -> float:
    """What a page costs the server: its time on the processor, or on the clock where the system does not tell."""
    began = cpu_seconds(served.process.pid)
    served.page(path)
    return cpu_seconds(served.process.pid) - began


def cpu_seconds(pid: int) -> float:
    """What a process has used so far, see proc(5)."""
    account = Path(f"/proc/{pid}/stat")
    if not account.exists():
        return time.perf_counter()
    user, system = account.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


# --- hostile mail ---

#: What must come out as text; CANARY is the address of a server that must not be asked for anything.
HOSTILE = (
    "<script>fetch('CANARY/a')</script>",
    "<img src=CANARY/b onerror=\"fetch('CANARY/c')\">",
    "<svg onload=\"fetch('CANARY/d')\"><use href='CANARY/e#x'/></svg>",
    "<iframe src=CANARY/f></iframe><object data=CANARY/g></object><embed src=CANARY/h>",
    "<style>@import 'CANARY/i'; body { background: url(CANARY/j) }</style>",
    "<link rel=stylesheet href=CANARY/k><base href=CANARY/><meta http-equiv=refresh content='0;url=CANARY/l'>",
    '"><script src=CANARY/m></script><a href="javascript:fetch(\'CANARY/n\')" autofocus onfocus="fetch(\'CANARY/o\')">',
    "</textarea></pre></title></mark><script>fetch('CANARY/p')</script>",
    "<form action=CANARY/q><input name=form_token><button autofocus>OK</button></form>",
    "<video poster=CANARY/r><source onerror=\"fetch('CANARY/s')\"></video><audio src=CANARY/t autoplay></audio>",
    "{{ 7*7 }} {{ home }} {% raw %} ${7*7} #{7*7} {{ visit.session.cookie }}",
    "]]><!--<script>-->\u003cscript\u003e &lt;script&gt; &#60;script&#62; \\u003cscript\\u003e",
    'background:url(CANARY/u); } * { color: red } /* style="position:fixed" */',
    "data:text/html,<script>fetch('CANARY/v')</script>",
    "\u202egnp.exe\u2066 \u200b\ufeff\u2028 \x1b[31m \x00\x07 \ud800",
    "x" * 5000 + " " + "\u0301" * 500 + "\n" * 500,
    "http://CANARY-LINK.example/ mailto:a@example.org?cc=b@example.org",
)
#: What of the page is not made by its own templates.
_FOREIGN = """() => [...document.querySelectorAll('*')].filter(one =>
    one.matches('iframe, object, embed, style, base, img, video, audio, use, image, meta[http-equiv]')
    || (one.tagName === 'SCRIPT' && !/\\/ke(ys|ep)\\.js$/.test(one.src))
    || (one.tagName === 'LINK' && !one.href.endsWith('/page.css'))
    || (one.tagName.toLowerCase() === 'svg' && !one.closest('td.bar'))
    || [...one.attributes].some(each => each.name.startsWith('on') || each.name === 'style'
        || ['href', 'src', 'action', 'formaction'].includes(each.name) && !/^[/#]/.test(each.value)))
    .map(one => one.outerHTML)"""


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    """(its address, what it was asked for)."""
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def looked_at(browser: Browser, lab: labs.Lab) -> None:
    """Every suggestion is opened, and nothing in it is more than text."""
    with opened(browser, lab) as page:
        home = page.url
        foreign = []
        page.on("request", lambda request: None if request.url.startswith(home) else foreign.append(request.url))
        addresses = [link.get_attribute("href") for link in page.locator("a.role").all()]
        assert addresses
        for address in ("", "batch?below=100", *addresses):
            page.goto(home + str(address).removeprefix("/" + home.split("/")[3] + "/"))
            assert page.evaluate(_FOREIGN) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the layout holds"
        assert foreign == []


def test_hostile_words_are_words(browser: Browser, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    made = labs.start(tmp_path)
    with made.server:
        made.configure()
        (tmp_path / "data").mkdir(mode=0o700)
        for number in range(4):
            words = "\n".join(HOSTILE[number::4]).replace("CANARY", address)
            hostile(tmp_path / "data", [a_hostile_message(number, words)], words)
        looked_at(browser, made)
        with Served(made) as served:
            served.enter()
            shown = served.page(f"item/{found(made, '{{ 7*7 }}')}").body
        assert "{{ 7*7 }}" in shown
        assert "\u202e" not in shown
    assert asked == []


def found(lab: labs.Lab, words: str) -> str:
    """The id of the suggestion with a subject."""
    return str(next(entry["id"] for entry in lab.listed() if words in (entry["subject"] or "")))


@pytest.mark.shared
def test_the_torture_corpus_is_text(browser: Browser, tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    if not TORTURE.is_dir():
        pytest.skip("../shared/torture is not here")
    made = labs.start(tmp_path)
    with made.server:
        made.configure()
        (tmp_path / "data").mkdir(mode=0o700)
        hostile(tmp_path / "data", tortured(), "<b onclick=alert(1)>role</b>")
        looked_at(browser, made)
    assert canary[1] == []


def tortured() -> list[Message]:
    """Some mails of the corpus that hold HTML, parsed; the biggest are left to the tests of the parser."""
    files = [path for path in sorted(TORTURE.rglob("*")) if path.is_file() and path.stat().st_size < 60_000]
    hits = [octets for path in files if b"<html" in (octets := path.read_bytes()).lower()]
    with MessageReader() as reader:
        raws = [RawMessage(MessageRef("home", "INBOX", 1, 1), None, octets, 0) for octets in hits[::8]]
        return list(reader.read(raws[:24]))
