"""Does a clerk's work with gkxl.html in Chromium, as opened from a disk, by mouse and
by keyboard, in both languages: page.py CHROMIUM WORK EXAMPLES KEPT. WORK holds
gkxl.html, gkxl, the made-up districts thirty and hundred, and node_modules with
axe-core; screenshots, printed pages and downloads are put into KEPT."""
import base64
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile

from playwright.sync_api import sync_playwright

chromium, work, examples, kept = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
page_file = work / "gkxl.html"
axe = (work / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# A page's own beat: the longest time between two turns of its thread, in ms.
beat = """window.longest = 0; (() => { let last = performance.now(); const c = new MessageChannel();
  c.port1.onmessage = () => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; setTimeout(() => c.port2.postMessage(0), 1); };
  c.port2.postMessage(0); })();
  new MutationObserver((all, o) => { if (document.getElementById("ready")) { window.readyAt = performance.timeOrigin + performance.now(); o.disconnect(); } }).observe(document, { childList: true, subtree: true });"""
sizes = [(1280, 720), (1024, 768), (1920, 1080)]
failures = 0


def hold(what, is_so, more=""):
    """Says whether something holds, and counts what does not."""
    global failures
    print(("ok   " if is_so else "FAIL ") + what + (f": {more}" if more and not is_so else ""), flush=True)
    failures += not is_so
    return is_so


class Clerk:
    """A page that is opened, and what somebody does with it."""

    def __init__(self, browser, lang="zh", size=sizes[0]):
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
        self.page = self.context.new_page()
        self.lang, self.size, self.errors = lang, size, []
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        # From the beginning and for good: a key that is pressed before the browser was told to hand its choosers over
        # opens one that nobody sees, and that no other is opened beside.
        self.choosers = []
        self.page.on("filechooser", lambda chooser: self.choosers.append(chooser))
        self.page.add_init_script(beat)
        begun = time.time()
        self.page.goto(page_file.as_uri())
        self.page.wait_for_selector("#ready", state="attached", timeout=120000)
        self.ready = self.page.evaluate("window.readyAt") / 1000 - begun  # by the page's own clock, whenever this script is told
        self.came = 0  # when the last download began
        self.page.on("download", lambda _: setattr(self, "came", time.time()))
        self.page.evaluate("window.longest = 0")
        if lang == "en":
            self.page.click("#lang")
            self.until("document.documentElement.lang === 'en'")

    def looked_at(self, name):
        """Keeps a picture, and holds that nothing is cut off at the side and axe-core finds nothing."""
        p, title = self.page, f"{name} {self.lang} {self.size[0]}"
        p.screenshot(path=kept / f"{title}.png", full_page=True)
        wide = p.evaluate("document.documentElement.scrollWidth")
        hold(f"{title}: no scrolling sideways", wide <= self.size[0], wide)
        if self.size != sizes[0]:
            return
        if not p.evaluate("typeof window.axe === 'object'"):
            p.evaluate(axe + "\n;window.axe = axe; 0")
        found = p.evaluate("axe.run(document, { iframes: false }).then((r) => r.violations.map((v) => v.id + ' ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))")
        hold(f"{title}: axe-core finds nothing", not found, "; ".join(found))

    def saved(self, press, name=None):
        """What is downloaded when something is done; a draft where one is offered."""
        with self.page.expect_download(timeout=120000) as d:
            press()
            self.page.wait_for_timeout(150)
            for _ in range(400):
                if self.page.query_selector("#draft"):
                    self.page.click("#draft")
                    break
                if self.page.evaluate("!/\\u2026$/.test(document.getElementById('state').textContent)") and not self.page.query_selector("#draft"):
                    break
                self.page.wait_for_timeout(50)
        path = kept / f"{name or ''}{d.value.suggested_filename}"
        d.value.save_as(path)
        return path

    def until(self, what, arg=None, seconds=120):
        """Waits until an expression holds; the page's policy lets nothing be evaluated that waits there itself."""
        end = time.time() + seconds
        while not self.page.evaluate(what, arg):
            if time.time() > end:
                raise TimeoutError(what)
            self.page.wait_for_timeout(25)

    def at_rest(self):
        """Waits until the page says that it is ready, or what it has saved, and works no more."""
        self.until("document.getElementById('progress').hidden && !/\\u2026$/.test(document.getElementById('state').textContent)")

    def tab_to(self, selector, key="Tab"):
        for _ in range(600):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press(key)
        raise SystemExit(f"FAIL keyboard: {selector} is out of reach")

    def press(self, selector, key="Enter"):
        self.tab_to(selector)
        self.page.keyboard.press(key)

    def choose_by_key(self, selector, files):
        """Chooses files without a mouse, when the page is at rest: what is drawn takes the focus."""
        self.at_rest()
        self.choosers.clear()
        self.press(selector)
        end = time.time() + 60
        while not self.choosers:
            if time.time() > end:
                raise TimeoutError(f"{selector} opens no chooser; the focus is on " + self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
            self.page.wait_for_timeout(25)
        self.choosers[0].set_files(files)

    def go(self, view):
        self.page.click(f"#nav [data-view={view}]")

    def rows(self):
        return self.page.eval_on_selector_all("#list [data-file]", "rows => rows.map((r) => [r.dataset.file, r.dataset.verdict])")

    def choose(self, files, at_least=1, selector="#files"):
        self.page.set_input_files(selector, [str(f) for f in files])
        self.until("n => document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length >= n", at_least)


def starts(path, magic):
    return path.read_bytes().startswith(magic)


def whole(browser, lang, size):
    """Every step by mouse."""
    c = Clerk(browser, lang, size)
    p = c.page
    c.looked_at("empty")
    c.page.click("#practice")
    p.wait_for_selector("#download-answers:not([hidden])", timeout=120000)
    rows = c.rows()
    order = ["unread", "fail", "warn", "pass"]
    hold(f"list {lang}: worst first", [order.index(v) for _, v in rows] == sorted(order.index(v) for _, v in rows) and rows[0][1] == "fail", rows)
    c.looked_at("list")
    p.click("#list [data-file] >> nth=0")
    p.wait_for_selector("#report [data-rule]")
    c.looked_at("report")
    culprit = p.locator("#report td[data-proposed]").first
    proposed = culprit.get_attribute("data-proposed")
    hold(f"culprit {lang}: framed, with what it should say in words", "cause" in culprit.get_attribute("class") and proposed in culprit.inner_text().replace(culprit.get_attribute("data-value"), "", 1))
    hold(f"cells {lang}: every failing cell says so in words", p.eval_on_selector_all("#report td.error, #report td.warning", "all => all.every((e) => e.querySelector('.mark'))"))
    hold(f"table {lang}: every heading has a scope", p.eval_on_selector_all("#report table.form th", "all => all.length > 0 && all.every((e) => e.scope)"))
    link = p.locator("#report td a.n").first
    link.click()
    hold(f"cell to finding {lang}", p.evaluate("document.activeElement.matches('#report li[data-rule]')"))
    p.locator("#report li[data-rule] .place a").first.click()
    hold(f"finding to cell {lang}", p.evaluate("!!document.activeElement.closest('td[data-field]')"))
    culprit.click()
    p.keyboard.type(proposed)
    p.keyboard.press("Enter")
    p.wait_for_selector("#tried")
    was, now = re.findall(r"\d+", p.inner_text("#tried-count"))
    hold(f"trying {lang}: the identities turn", int(now) < int(was), p.inner_text("#tried"))
    c.looked_at("tried")
    p.click("#try-reset")
    p.wait_for_selector("#tried", state="detached")
    p.locator("#report li[data-rule] button.rule").first.click()
    p.wait_for_selector("#report pre.why:not([hidden])")
    c.looked_at("explained")
    hold(f"marked {lang}", starts(c.saved(lambda: p.click("#download-marked")), b"PK"))
    hold(f"repaired {lang}", starts(c.saved(lambda: p.click("#download-repaired")), b"PK"))
    hold(f"PDF {lang}", starts(c.saved(lambda: p.click("#download-pdf")), b"%PDF-"))
    if size == sizes[0]:
        for kind, magic in [("html", b"<!DOCTYPE"), ("docx", b"PK"), ("ofd", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{"), ("svg", b"<")]:
            hold(f"{kind} {lang}", starts(c.saved(lambda: p.click(f"#download-{kind}")), magic))
        for kind, magic in [("docx", b"PK"), ("pdf", b"%PDF-"), ("html", b"<!DOCTYPE")]:
            hold(f"brief {kind} {lang}", starts(c.saved(lambda: p.click(f"#save-brief-{kind}"), "brief "), magic))
        names = zipfile.ZipFile(c.saved(lambda: p.click("#download-all"), "all ")).namelist()
        hold(f"one report in all forms {lang}", {n.rsplit(".", 1)[1] for n in names} == {"xlsx", "pdf", "ofd", "html", "docx", "csv", "json", "svg"}, names)
        printed = p.pdf(path=kept / f"printed report {lang}.pdf", prefer_css_page_size=True)
        hold(f"printed report {lang}: A4", set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)) <= {(b"841.91998", b"594.95996"), (b"842.88", b"595.91998"), (b"594.95996", b"841.91998"), (b"595.91998", b"842.88")} and bool(printed), set(re.findall(rb"/MediaBox \[[^\]]*\]", printed)))
    p.click("#prepublish")
    p.wait_for_selector("#aside .supposed")
    p.click("#compare")
    p.wait_for_selector("#diff-frame")
    hold(f"comparison {lang}: in a frame that may do nothing", p.get_attribute("#diff-frame", "sandbox") == "" and len(p.frames) == 2 and p.frames[1].locator("table").count() > 0)
    c.looked_at("years")
    hold(f"next year {lang}", starts(c.saved(lambda: p.click("#download-carry")), b"PK"))
    hold(f"comparison saved {lang}", starts(c.saved(lambda: p.click("#save-diff-pdf")), b"%PDF-"))
    p.click("#back")
    hold(f"list again {lang}", p.evaluate("!!document.activeElement.closest('#list [data-file]')"))
    with zipfile.ZipFile(c.saved(lambda: p.click("#download-zip"), "marked ")) as z:
        hold(f"zip {lang}: one workbook of every report", len(z.namelist()) == len(rows) and z.testzip() is None, z.namelist())
    if size == sizes[0]:
        p.pdf(path=kept / f"printed list {lang}.pdf", prefer_css_page_size=True)

    c.go("roster")
    p.wait_for_selector("#status tbody tr")
    p.wait_for_selector("#download-letters")
    c.looked_at("roster")
    p.locator(".letters button").first.click()
    p.wait_for_selector("#letter:not([hidden])")
    c.looked_at("letter")
    letters = zipfile.ZipFile(c.saved(lambda: p.click("#download-letters"))).namelist()
    hold(f"letters {lang}", len(letters) == 2 * p.locator(".letters li").count(), letters)
    hold(f"status saved {lang}", starts(c.saved(lambda: p.click("#save-status-xlsx")), b"PK"))
    templates = zipfile.ZipFile(c.saved(lambda: p.click("#download-templates"))).namelist()
    hold(f"templates for the units {lang}", len(templates) == 12, templates)

    c.go("total")
    p.click("#measure")
    p.wait_for_selector("#measured-frame")
    hold(f"indicators {lang}: in a frame that may do nothing", p.get_attribute("#measured-frame", "sandbox") == "" and p.frames[-1].locator("table").count() > 1)
    c.looked_at("indicators")
    if size == sizes[0]:
        hold(f"indicators saved {lang}", starts(c.saved(lambda: p.click("#save-indicators-xlsx")), b"PK"))
        hold(f"brief of all {lang}", starts(c.saved(lambda: p.click("#save-brief-all-pdf")), b"%PDF-"))
    p.click("#total-make")
    p.wait_for_selector("[data-objection]")
    c.looked_at("objections")
    for box in p.query_selector_all("[data-answer]"):
        box.check()
    p.click("#total-again")
    p.wait_for_selector("#total-open", timeout=60000)
    c.looked_at("total")
    hold(f"total saved {lang}", starts(c.saved(lambda: p.click("#download-total")), b"PK"))
    p.click("#total-open")
    p.wait_for_selector("#report[data-handle=total]")
    hold(f"brief of the total {lang}", starts(c.saved(lambda: p.click("#save-brief-pdf"), "total "), b"%PDF-"))
    p.locator('#report td[data-state="number"]').nth(2).click()
    p.click("#cell-trace")
    p.wait_for_selector("#cell-more table tbody tr")
    c.looked_at("trace")
    p.click("#cell-close")
    p.click("#prove")
    c.at_rest()
    p.wait_for_selector("#report h3 + ul")
    c.looked_at("proof")

    c.go("blank")
    p.fill("#blank-year", "2023")
    c.looked_at("blank")
    hold(f"template {lang}", starts(c.saved(lambda: p.click("#download-template")), b"PK"))
    c.go("rules")
    p.wait_for_selector("#view-rules tbody tr")
    p.locator("#view-rules button.rule").first.click()
    p.wait_for_selector("#view-rules pre:not([hidden])")
    c.looked_at("rules")
    text = p.evaluate("document.body.innerText")
    hold(f"page {lang}: no word is missing", "undefined" not in text and "[object" not in text)
    hold(f"page {lang} {size[0]}: no error of a script", not c.errors, c.errors)
    c.context.close()


def picture(browser):
    """Keeps page.png, the picture of docs/img."""
    c = Clerk(browser, size=(1100, 640))
    c.page.click("#practice")
    c.page.wait_for_selector("#download-answers:not([hidden])", timeout=120000)
    c.page.click("#list [data-file] >> nth=0")
    c.page.wait_for_selector("#report td[data-proposed] button")
    c.page.locator("#report td[data-proposed] button").first.click()
    c.page.evaluate("document.querySelector('#report td[data-proposed]').closest('table').scrollIntoView()")
    c.page.screenshot(path=kept / "page.png")
    hold("picture: less than 150 kB", (kept / "page.png").stat().st_size < 150_000)
    c.context.close()


def by_keyboard(browser, lang):
    """The main path without a mouse."""
    c = Clerk(browser)
    p = c.page

    tab_to, press, choose = c.tab_to, c.press, c.choose_by_key
    if lang == "en":
        press("#lang")
        c.until("document.documentElement.lang === 'en'")
    got = sorted((work / "thirty/收件").glob("*.xlsx"))
    choose("#files", [str(f) for f in got])
    c.until("n => document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length >= n", len(got))
    wrong = next(i for i, (_, v) in enumerate(c.rows()) if v == "fail")
    press(f"#list tr:nth-child({wrong + 1}) button.link")
    p.wait_for_selector("#report td[data-field]")
    c.until("document.activeElement.id === 'report'")
    field = p.evaluate("(document.querySelector('#report td[data-proposed]') || document.querySelector('#report td.error')).dataset.field")
    tab_to("#report td[data-field] button.value")
    goal = f'#report td[data-field="{field}"] button.value'
    while p.evaluate("s => document.activeElement.closest('table') !== document.querySelector(s).closest('table')", goal):
        p.keyboard.press("Tab")
        tab_to("#report td[data-field] button.value")
    for _ in range(80):
        where = p.evaluate("""s => { const a = document.activeElement.closest('td').getBoundingClientRect(), g = document.querySelector(s).closest('td').getBoundingClientRect();
            return [Math.sign(Math.round(g.top + g.height / 2 - a.top - a.height / 2)), Math.sign(Math.round(g.left - a.left))]; }""", goal)
        if where == [0, 0]:
            break
        p.keyboard.press({1: "ArrowDown", -1: "ArrowUp"}[where[0]] if where[0] else {1: "ArrowRight", -1: "ArrowLeft"}[where[1]])
    hold(f"keyboard {lang}: the arrow keys lead to a cell", p.evaluate("s => document.activeElement === document.querySelector(s)", goal))
    proposed = p.get_attribute(f'#report td[data-field="{field}"]', "data-proposed") or "0"
    p.keyboard.press("Enter")
    p.keyboard.type(proposed)
    p.keyboard.press("Enter")
    p.wait_for_selector("#tried")
    hold(f"keyboard {lang}: a value is tried, and the cell keeps the focus", p.evaluate("s => document.activeElement === document.querySelector(s)", goal))
    hold(f"keyboard {lang}: marked", starts(c.saved(lambda: press("#download-marked")), b"PK"))
    hold(f"keyboard {lang}: PDF", starts(c.saved(lambda: press("#download-pdf")), b"%PDF-"))
    press("#nav [data-view=roster]")
    p.wait_for_selector("#roster-file")
    choose("#roster-file", str(work / "thirty/units.csv"))
    p.wait_for_selector("#status tbody tr")
    hold(f"keyboard {lang}: roster", p.locator("#status tbody tr").count() >= 30)
    press("#status .letters button")
    p.wait_for_selector("#letter:not([hidden])")
    hold(f"keyboard {lang}: a letter is written and read", p.evaluate("document.activeElement.id === 'letter'"))
    hold(f"keyboard {lang}: all letters", starts(c.saved(lambda: press("#download-letters")), b"PK"))
    press("#nav [data-view=total]")
    p.wait_for_selector("#total-make")
    press("#total-make")
    p.wait_for_selector("[data-objection], #total-open", timeout=60000)
    for kind in p.eval_on_selector_all("[data-answer]", "all => all.map((e) => e.closest('[data-objection]').dataset.objection)"):
        press(f'[data-objection="{kind}"] [data-answer]', "Space")
    for handle in p.eval_on_selector_all("fieldset:not(:has([data-answer])) li > div:not(:first-of-type) [data-without]", "all => all.map((e) => e.dataset.without)"):
        press(f'[data-without="{handle}"]', "Space")
    press("#total-again")
    p.wait_for_selector("#total-open", timeout=60000)
    press("#total-open")
    p.wait_for_selector("#report[data-handle=total]")
    hold(f"keyboard {lang}: total", True)
    tab_to("#report td[data-field] button.value")
    press("#report td[data-field] button.value")
    p.keyboard.press("Escape")
    p.keyboard.press("Enter")
    p.wait_for_selector("#cell-trace")
    press("#cell-trace", "Space")
    p.wait_for_selector("#cell-more table tbody tr")
    hold(f"keyboard {lang}: a figure is traced", p.evaluate("document.activeElement.id === 'cell-more'"))
    press("#prove")
    c.at_rest()  # what is proved is drawn twice, and takes the focus
    hold(f"keyboard {lang}: proof", p.locator("#report h3 + ul").count() > 0)
    press("#nav [data-view=reports]")
    choose("#files-last", [str(f) for f in sorted((work / "thirty/上年").glob("*.xlsx"))[:4]])
    c.until("document.getElementById('progress').hidden && !!document.getElementById('last-list')")
    paired = p.evaluate("document.querySelector('#last-list summary').textContent")
    press("#last-list summary")
    p.wait_for_selector("#last-list [data-file]")
    hold(f"keyboard {lang}: last year's reports are listed", "4" in paired, paired)
    name = sorted((work / "thirty/上年").glob("*.xlsx"))[0].stem.split(" ")[-1]
    mine = p.evaluate("n => [...document.querySelectorAll('#list .listing tr')].findIndex((r) => r.cells[1].textContent.trim() === n)", name)
    press(f"#list .listing tbody tr:nth-child({mine}) button.link")
    p.wait_for_selector("#compare")
    press("#compare")
    p.wait_for_selector("#diff-frame")
    hold(f"keyboard {lang}: the two years compared", True)
    press("#nav [data-view=reports]")
    press("#back")
    hold(f"keyboard {lang}: zip of all", starts(c.saved(lambda: press("#download-zip")), b"PK"))
    press("#nav [data-view=blank]")
    p.wait_for_selector("#download-template")
    hold(f"keyboard {lang}: template", starts(c.saved(lambda: press("#download-template")), b"PK"))
    press("#nav [data-view=rules]")
    p.wait_for_selector("#view-rules tbody tr")
    press("#view-rules button.rule")
    p.wait_for_selector("#view-rules pre:not([hidden])")
    hold(f"keyboard {lang}: rules", not c.errors, c.errors)
    c.context.close()


def bad_files(browser):
    """Damaged files beside good ones: each is told, and stops nothing."""
    folder = work / "bad"
    folder.mkdir(exist_ok=True)
    good = (examples / "huaian-2024.xlsx").read_bytes()
    (folder / "cut.xlsx").write_bytes(good[:4000])
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "text.xlsx").write_bytes("没有表".encode())
    (folder / "<b>name&amp;.xlsx").write_bytes(good)
    with zipfile.ZipFile(folder / "all.zip", "w") as z:
        for f in sorted((work / "thirty/收件").glob("*.xlsx"))[:3]:
            z.write(f, f.name)
    c = Clerk(browser)
    c.choose(sorted(folder.iterdir()), 7)
    rows = dict(c.rows())
    hold("bad files: each has its row", [rows.get(n) for n in ["cut.xlsx", "empty.xlsx", "text.xlsx"]] == ["unread"] * 3 and len(rows) == 7, rows)
    hold("bad files: a name is shown as text", "<b>name&amp;.xlsx" in c.page.inner_text("#list") and not c.page.locator("#list td b").count())
    c.looked_at("bad")
    c.page.click("#list [data-verdict=unread] >> nth=0")
    c.page.wait_for_selector("#report[data-verdict=unread]")
    hold("bad files: what is wrong is marked too", starts(c.saved(lambda: c.page.click("#download-marked"), "bad "), b"PK"))
    hold("bad files: no error of a script", not c.errors, c.errors)
    c.context.close()


def restarts(browser):
    """Files dropped on the page; an engine that dies is started again with the files that were open."""
    c = Clerk(browser)
    p = c.page
    p.evaluate("""text => { const all = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (x) => x.charCodeAt(0));
      for (const n of ["a.xlsx", "b.xlsx"]) all.items.add(new File([bytes], n));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true })); }""", base64.b64encode((examples / "huaian-2024.xlsx").read_bytes()).decode())
    c.until("document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length === 2")
    hold("drop: both files are checked", {v for _, v in c.rows()} == {"pass"}, c.rows())
    (work / "last.xlsx").write_bytes(b"nothing")
    p.set_input_files("#files-last", str(work / "last.xlsx"))
    c.until("document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length === 3")
    hold("last year: a file that cannot be read is told", ["last.xlsx", "unread"] in c.rows(), c.rows())
    p.workers[0].evaluate("postMessage({ dead: 'test' })")
    c.until("!document.getElementById('list').hidden")
    p.wait_for_timeout(200)
    p.click('#list [data-file="b.xlsx"]')
    p.wait_for_selector("#report td[data-field]", timeout=60000)
    hold("restart: the files are still open", len(c.rows()) == 3 and "b.xlsx" in p.inner_text("#report"), c.rows())
    hold("restart: no error of a script", not c.errors, c.errors)
    c.context.close()


def closed_beside(browser):
    """A report that was chosen as last year's and is closed is nothing to a new engine; nor is what was chosen for one that is closed."""
    folder = work / "beside"
    folder.mkdir(exist_ok=True)
    files = []
    for year in (2024, 2025):
        files.append(folder / f"{year}.xlsx")
        subprocess.run([work / "gkxl", "template", "--year", str(year), "--organ", "示例区甲局", "--zeros", "--force", "-o", files[-1]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for gone, left in (("2024.xlsx", "2025.xlsx"), ("2025.xlsx", "2024.xlsx")):
        c = Clerk(browser)
        p = c.page
        c.choose(files)
        p.click('#list [data-file="2025.xlsx"] button.link')
        p.wait_for_selector("#last-pick")
        p.select_option("#last-pick", index=1)
        p.wait_for_selector("#compare")
        p.click(f'#list [data-file="{gone}"] button.close')
        c.until("document.querySelectorAll('#list [data-file]').length === 1")
        p.workers[0].evaluate("postMessage({ dead: 'test' })")
        c.until("!document.getElementById('list').hidden")
        p.wait_for_timeout(200)
        p.click(f'#list [data-file="{left}"] button.link')
        p.wait_for_selector("#report td[data-field]", timeout=60000)
        said = p.inner_text("#said")
        hold(f"closed {gone}: a new engine misses nothing", not said.strip() and p.locator("#compare").count() == 0 and not c.errors, (said, c.errors))
        c.context.close()


def dies(browser):
    """An engine that dies at work names the file and is started again; so is one that takes too much memory."""
    c = Clerk(browser)
    p = c.page
    good = sorted((work / "thirty/收件").glob("*.xlsx"))[3:6]
    c.choose(good, 3)
    p.workers[0].evaluate("const call = self.gkxlCall; self.gkxlCall = (m, ...rest) => { if (m === 'open') throw new WebAssembly.RuntimeError('a test'); return call(m, ...rest); }; 0")
    p.set_input_files("#files", [str(examples / "huaian-2024.xlsx")])
    c.until("document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length === 4")
    row = p.locator('#list [data-file="huaian-2024.xlsx"]')
    hold("panic: the file is named, the others are still open", row.get_attribute("data-verdict") == "unread" and len({n for n, v in c.rows() if v != "unread"}) == 3, c.rows())
    c.choose([examples / "huangpu-2020.xlsx"], 5)
    hold("panic: the next file is checked", dict(c.rows())["huangpu-2020.xlsx"] != "unread", c.rows())
    p.click(f'#list [data-file="{good[0].name}"]')
    p.wait_for_selector("#report td[data-field]", timeout=60000)
    c.context.close()

    c = Clerk(browser)
    p = c.page
    c.choose(good, 3)
    with zipfile.ZipFile(work / "many.zip", "w") as z:
        for f in sorted((work / "hundred/收件").glob("*.xlsx")):
            z.write(f, f.name)
    now = p.workers[0].evaluate("memory.buffer.byteLength") >> 20
    p.evaluate("n => { document.documentElement.dataset.memory = n; }", now + 24)  # MB: a little more than now
    p.set_input_files("#files", [str(work / "many.zip")])
    c.until("document.getElementById('progress').hidden && [...document.querySelectorAll('#list [data-file]')].some((r) => r.dataset.file.startsWith('many.zip'))", seconds=240)
    hold("memory: the file that was too much is named, the others are still open", dict(c.rows()).get("many.zip") == "unread" and len(c.rows()) == 4, c.rows())
    p.evaluate("delete document.documentElement.dataset.memory")
    c.choose([examples / "huangpu-2020.xlsx"], 5)
    hold("memory: the page works on", dict(c.rows())["huangpu-2020.xlsx"] != "unread" and not c.errors, (c.rows(), c.errors))
    c.context.close()


def folders(browser):
    """Folders, of two years: by choosing and by dropping; last year's reports are told by unit and year."""
    folder = work / "district"
    if not folder.exists():
        for year in ("收件", "上年"):
            (folder / year).mkdir(parents=True)
            for f in sorted((work / "thirty" / year).glob("*.xlsx"))[:8]:
                (folder / year / f.name).write_bytes(f.read_bytes())
        (folder / "units.csv").write_bytes((work / "thirty/units.csv").read_bytes())
    c = Clerk(browser)
    p = c.page
    p.set_input_files("#folder", str(folder))
    c.until("document.getElementById('progress').hidden && !!document.getElementById('last-list')")
    p.wait_for_timeout(300)
    told = p.inner_text("#said")
    hold("folder: last year's reports are told from this year's", "8" in told and "units.csv" in told and not [n for n, v in c.rows() if "上年" in n and v != "unread"], (told, c.rows()))
    c.looked_at("two years")
    p.click("#last-list summary")
    p.wait_for_selector("#last-list [data-file]")
    hold("folder: last year's reports are listed apart", p.locator("#last-list [data-file]").count() == 8)
    c.context.close()

    c = Clerk(browser)
    p = c.page
    session = c.context.new_cdp_session(p)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": {"items": [], "files": [str(folder)], "dragOperationsMask": 1}})
    try:
        c.until("document.getElementById('progress').hidden && !!document.getElementById('last-list')", seconds=60)
        hold("folder dropped: all files in it are opened", p.locator("#list .listing [data-file]").count() >= 8 and not c.errors, (c.rows(), c.errors))
    except TimeoutError:
        hold("folder dropped: its files are opened", False, p.inner_text("#said"))
    c.context.close()


def local_rules(browser):
    """A file of local rules, dropped among the reports; one with a mistake is told."""
    for lang in ("zh", "en"):
        c = Clerk(browser, lang)
        p = c.page
        c.choose([examples / "huaian-2024.xlsx", examples / "local-rules.yaml"])
        row = p.locator("#list [data-file]").first
        hold(f"local rules {lang}: reports are checked by them", p.locator("#list [data-file]").count() == 1 and "local-rules.yaml" in p.inner_text("#said"), (c.rows(), p.inner_text("#said")))
        row.locator("button").first.click()
        p.wait_for_selector('#report [data-rule^="LOCAL-"] button.rule')
        p.locator('#report [data-rule^="LOCAL-"] button.rule').first.click()
        p.wait_for_selector("#report pre.why:not([hidden])")
        c.looked_at("local")
        c.go("rules")
        p.wait_for_selector("#local-rules")
        c.looked_at("local rules")
        p.click("#local-drop")
        p.wait_for_selector("#local-rules", state="detached")
        hold(f"local rules {lang}: and no more, when they are dropped", c.rows()[0][1] == "pass", c.rows())
        (work / "bad.yaml").write_text("rules: [{id: A}]\n")
        c.go("reports")
        c.choose([work / "bad.yaml"], 2)
        hold(f"local rules {lang}: a file with mistakes is told", ["bad.yaml", "unread"] in c.rows() and not c.errors, (c.rows(), c.errors))
        c.context.close()


def stays(browser):
    """The language switches, and what was done stays."""
    c = Clerk(browser)
    p = c.page
    p.click("#practice")
    p.wait_for_selector("#download-answers:not([hidden])", timeout=120000)
    c.go("total")
    p.fill("#total-organ", "示范区人民政府")
    p.click("#total-make")
    p.wait_for_selector("[data-objection]")
    p.locator("[data-answer]").first.check()
    p.click("#lang")
    c.until("[...document.querySelectorAll('[data-objection] legend')].length > 0 && [...document.querySelectorAll('[data-objection] legend')].every((e) => /^[a-z ]+$/.test(e.textContent))")
    hold("language: the objections and the choices stay", p.locator("[data-answer]").first.is_checked() and p.input_value("#total-organ") == "示范区人民政府")
    handles = p.eval_on_selector_all("[data-without]", "all => all.map((e) => e.dataset.without)")
    hold("objections: one box for every file", len(handles) == len(set(handles)), handles)
    for box in p.query_selector_all("[data-answer]"):
        box.check()
    p.click("#total-again")
    p.wait_for_selector("#total-open", timeout=60000)
    p.click("#lang")
    c.until("!/[a-z]{4}/.test((document.getElementById('total-open') || { textContent: 'none' }).textContent)")
    c.go("rules")
    p.wait_for_selector("#view-rules tbody tr")
    c.at_rest()
    hold("state: what was said belongs to the part that was left", p.inner_text("#state") == p.evaluate("JSON.parse(document.getElementById('texts').textContent).zh.words.ready"), p.inner_text("#state"))
    c.go("total")
    p.wait_for_selector("#total-open", timeout=60000)
    hold("total: it is still there on coming back", not c.errors, c.errors)
    c.context.close()


def asked_first(browser):
    """What is tried in a report stays while others are looked at and opened, and nobody closes it unasked; a report on the
    year before, of a unit that has not filed yet, is last year's when the user says so."""
    folder = work / "asked"
    folder.mkdir(exist_ok=True)
    files = {}
    for name, year in (("甲", 2025), ("乙", 2024)):
        files[name] = folder / f"{name}.xlsx"
        subprocess.run([work / "gkxl", "template", "--year", str(year), "--organ", f"示例区{name}局", "--zeros", "--force", "-o", files[name]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for lang in ("zh", "en"):
        c = Clerk(browser, lang)
        p, asked, answer = c.page, [], []

        def told(dialog):
            asked.append(dialog.message)
            dialog.accept() if answer else dialog.dismiss()

        p.on("dialog", told)
        c.choose([files["甲"], files["乙"]])
        row = lambda name: f'#list [data-file="{name}.xlsx"]'
        p.click(row("乙") + " [data-role=last]")
        c.until("!!document.getElementById('last-list')")
        hold(f"last year {lang}: it stands apart when the user says so", [r[0] for r in c.rows()] == ["甲.xlsx"], c.rows())
        p.click("#last-list summary")
        p.click("#last-list [data-role=this]")
        c.until("!document.getElementById('last-list')")
        hold(f"last year {lang}: and goes back", len(c.rows()) == 2 and not asked, (c.rows(), asked))
        p.click(row("甲") + " button.link")
        cell = p.locator("#report td[data-field]").first
        field = cell.get_attribute("data-field")
        cell.click()
        p.keyboard.type("7")
        p.keyboard.press("Enter")
        p.wait_for_selector("#tried")
        p.click(row("乙") + " button.link")
        p.wait_for_selector("#tried", state="detached")
        c.choose([examples / "huaian-2024.xlsx"], 3)
        p.click(row("甲") + " button.link")
        p.wait_for_selector("#tried")
        hold(f"tried {lang}: it is there on coming back", "7" in p.inner_text(f'#report [data-field="{field}"]'), p.inner_text(f'#report [data-field="{field}"]'))
        p.click(row("乙") + " button.link")
        p.wait_for_selector("#tried", state="detached")
        p.click(row("甲") + " button.close")
        p.click("#clear")
        p.click("#practice")
        p.wait_for_timeout(500)
        hold(f"asked {lang}: before what was tried goes, and before the made-up files come", len(asked) == 3 and len(c.rows()) == 3, (asked, c.rows()))
        answer.append(True)
        p.click("#clear")
        c.until("document.querySelectorAll('#list [data-file]').length === 0")
        hold(f"asked {lang}: who agrees has all closed", len(asked) == 4 and not c.errors, (asked, c.errors))
        c.choose([files["甲"]])
        p.click("#clear")
        c.until("document.querySelectorAll('#list [data-file]').length === 0")
        hold(f"asked {lang}: nobody without anything tried", len(asked) == 4 and not c.errors, (asked, c.errors))
        c.context.close()


def taken_back(browser):
    """What was decided about a total is listed, and taken back, by mouse and by keyboard; also when the total is made."""
    for lang in ("zh", "en"):
        for by_key in (False, True):
            c = Clerk(browser, lang)
            p, how = c.page, f"{lang} {'by keyboard' if by_key else 'by mouse'}"
            turn = (lambda s: c.press(s, "Space")) if by_key else p.click
            push = c.press if by_key else p.click

            def again(selector):
                push(selector)
                c.until("!!document.querySelector('[data-objection], #total-open')")
                c.at_rest()

            push("#practice")
            p.wait_for_selector("#download-answers:not([hidden])", timeout=120000)
            push("#nav [data-view=total]")
            p.wait_for_selector("#total-make")
            again("#total-make")
            said = lambda where: p.eval_on_selector_all(where + " [data-objection=errors] li", "all => all.map((e) => e.firstChild.textContent)")
            first, [one] = said("#total"), p.eval_on_selector_all("[data-objection=errors] [data-accept]", "all => [all[0].dataset.file]")
            hold(f"taken back {how}: nothing is decided at first", len(first) > 1 and not p.query_selector("#settled"), first)
            turn(f'[data-accept="errors"][data-file="{one}"]')
            again("#total-again")
            hold(f"taken back {how}: what was accepted of one file is listed", len(said("#settled")) == 1 and len(said("#total")) == len(first) and p.is_checked(f'#settled [data-file="{one}"]'), said("#settled"))
            if not by_key:
                c.looked_at("settled")
            turn(f'#settled [data-file="{one}"]')
            again("#total-again")
            hold(f"taken back {how}: it stands against the total again", said("#total") == first and not p.query_selector("#settled"), said("#total"))
            turn("[data-objection=errors] [data-answer]")
            again("#total-again")
            hold(f"taken back {how}: the total is made, and says what was accepted", bool(p.query_selector("#total-open")) and len(said("#settled")) == len(first), said("#settled"))
            turn("#settled [data-objection=errors] [data-answer]")
            again("#total-again")
            hold(f"taken back {how}: and there is no total any more", said("#total") == first and not p.query_selector("#total-open") and not p.query_selector("#settled"), said("#total"))
            handle = p.get_attribute("[data-without] >> nth=0", "data-without")
            turn(f'[data-without="{handle}"]')
            again("#total-again")
            hold(f"taken back {how}: a file that is left out is listed", p.is_checked(f'#settled [data-objection=without] [data-without="{handle}"]'))
            turn(f'#settled [data-without="{handle}"]')
            again("#total-again")
            hold(f"taken back {how}: and counts again", said("#total") == first and not c.errors, c.errors)
            c.context.close()


def leaves_and_stops(browser):
    """Who stops while files come in is told so; who would leave the page with files open is asked first, and without any is not."""
    for lang in ("zh", "en"):
        c = Clerk(browser, lang)
        p, asked = c.page, []

        def stay(dialog):
            asked.append(dialog.type)
            dialog.dismiss()

        p.on("dialog", stay)
        files = sorted((work / "hundred/收件").glob("*.xlsx"))
        p.set_input_files("#files", [str(f) for f in files])
        p.wait_for_selector("#clear:not([hidden])")
        p.click("#clear")
        c.until("document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length === 0")
        said = p.inner_text("#said")
        hold(f"stop {lang}: how many were open is told", bool(re.search(rf"\d+ / {len(files)}\b", said)), said)
        c.choose([examples / "huaian-2024.xlsx"])
        hold(f"stop {lang}: files are opened as before", len(c.rows()) == 1, c.rows())
        p.evaluate("setTimeout(() => location.reload(), 0)")
        c.until("true")
        p.wait_for_timeout(1000)
        hold(f"leave {lang}: with a file open somebody is asked, and the file stays", asked == ["beforeunload"] and len(c.rows()) == 1, asked)
        p.click("#clear")
        c.until("document.querySelectorAll('#list [data-file]').length === 0")
        p.reload()
        p.wait_for_selector("#ready", state="attached", timeout=120000)
        hold(f"leave {lang}: without a file nobody is asked", asked == ["beforeunload"] and not c.errors, (asked, c.errors))
        c.context.close()


def reviewed(browser):
    """How far a report has been reviewed: by the record in the workbook, by the file beside it, and after a change."""
    folder = work / "reviewed"
    folder.mkdir(exist_ok=True)
    for name, beside in [("in.xlsx", []), ("beside.xlsx", ["--beside"])]:
        (folder / name).write_bytes((examples / "huaian-2024.xlsx").read_bytes())
        (folder / (name + ".审核.json")).unlink(missing_ok=True)
        for stage, by in [("初审", "张三"), ("复审", "李四")]:
            subprocess.run([work / "gkxl", "review", folder / name, "--stage", stage, "--by", by, *beside], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (folder / "in.xlsx.审核.json").unlink()
    (folder / "other.xlsx").write_bytes((examples / "shanghai-office-2019.xlsx").read_bytes())
    (folder / "other.xlsx.审核.json").write_bytes((folder / "beside.xlsx.审核.json").read_bytes())  # of another report
    files = sorted(folder.iterdir())
    for lang in ("zh", "en"):
        for by_key in (False, True):
            c = Clerk(browser, lang)
            p, how = c.page, "by keyboard" if by_key else "by mouse"
            if by_key:
                c.choose_by_key("#files", [str(f) for f in files])
                c.until("n => document.getElementById('progress').hidden && document.querySelectorAll('#list [data-file]').length >= n", 3)
            else:
                c.choose(files, 3)
            c.at_rest()
            hold(f"review {lang} {how}: records are no reports", len(c.rows()) == 3, c.rows())
            for name in ("in.xlsx", "beside.xlsx", "other.xlsx"):
                row = f'#list [data-file="{name}"] button.link'
                c.press(row) if by_key else p.click(row)
                c.until("n => document.activeElement.id === 'report' && !!document.querySelector('#report [data-field]') && document.getElementById('report').textContent.includes(n)", name)
                said = p.inner_text("#review") if p.query_selector("#review") else ""
                if name == "other.xlsx":
                    hold(f"review {lang} {how}: a record of another report does not count", said and "张三" not in said, said)
                else:
                    hold(f"review {lang} {how}: {name} says who reviewed it", "张三" in said and "李四" in said, said)
                if not by_key:
                    c.looked_at("review " + name.split(".")[0])
                c.press("#back") if by_key else p.click("#back")
            hold(f"review {lang} {how}: no error of a script", not c.errors, c.errors)
            c.context.close()


def nothing_leaves(browser):
    """Counts what arrives at a server that the page is made to call in every way there is."""
    server = socket.create_server(("127.0.0.1", 0))
    came = []

    def accept():
        while True:
            try:
                s, _ = server.accept()
                s.settimeout(1)
                came.append(s.recv(200)[:60])
                s.close()
            except OSError:
                if server.fileno() < 0:
                    return
    threading.Thread(target=accept, daemon=True).start()
    at = f"127.0.0.1:{server.getsockname()[1]}"
    c = Clerk(browser)
    p = c.page
    p.evaluate("""at => {
      const u = (n) => "http://" + at + "/" + n;
      const all = [() => fetch(u("fetch")).catch(() => {}), () => { const x = new XMLHttpRequest(); x.open("POST", u("xhr")); x.send("a"); }, () => navigator.sendBeacon(u("beacon"), "a"),
        () => new WebSocket("ws://" + at + "/ws"), () => new EventSource(u("events")), () => { new Image().src = u("image"); },
        () => { const s = document.createElement("script"); s.src = u("script"); document.head.append(s); },
        () => { const s = document.createElement("style"); s.textContent = "@import url(" + u("import") + "); body { background: url(" + u("background") + "); } @font-face { font-family: x; src: url(" + u("font") + "); } p { font-family: x; }"; document.head.append(s); },
        () => { for (const e of ["video", "audio", "embed", "iframe"]) { const x = document.createElement(e); x.src = u(e); document.body.append(x); if (x.load) x.load(); } },
        () => { const o = document.createElement("object"); o.data = u("object"); document.body.append(o); },
        () => { const f = document.createElement("iframe"); f.name = "f"; document.body.append(f); const x = document.createElement("form"); x.action = u("form"); x.method = "post"; x.target = "f"; document.body.append(x); x.submit(); },
        () => { for (const r of ["stylesheet", "prefetch", "preload", "modulepreload", "preconnect", "dns-prefetch", "prerender", "icon", "manifest"]) { const l = document.createElement("link"); l.rel = r; l.href = u(r); if (r === "preload") l.as = "image"; document.head.append(l); } },
        () => new Worker(u("worker")), () => import(u("module")).catch(() => {}), () => { const f = document.createElement("iframe"); f.sandbox = ""; f.srcdoc = '<img src="' + u("frame") + '"><meta http-equiv="refresh" content="0;url=' + u("refresh") + '">'; document.body.append(f); }];
      for (const f of all) { try { f(); } catch (e) { /* refused */ } }
    }""", at)
    for w in p.workers:
        try:
            w.evaluate("""at => { const u = (n) => "http://" + at + "/worker-" + n;
          for (const f of [() => fetch(u("fetch")).catch(() => {}), () => { const x = new XMLHttpRequest(); x.open("GET", u("xhr")); x.send(); }, () => new WebSocket("ws://" + at + "/w"), () => new EventSource(u("e")), () => importScripts(u("import"))])
            { try { f(); } catch (e) { /* refused */ } } }""", at)
        except Exception as e:
            print("     worker:", e)
    hold("the engine's worker was asked too", len(p.workers) == 1)
    p.wait_for_timeout(3000)
    hold("nothing arrives at a server", not came, came)
    came.clear()
    socket.create_connection(("127.0.0.1", server.getsockname()[1])).close()
    time.sleep(0.3)
    hold("the server would have noticed", len(came) == 1, came)
    server.close()
    c.context.close()


def budgets(browser):
    """Sizes and memory fail; times are ratios to the command, and fail nothing."""
    def timed(*args):
        begun = time.time()
        subprocess.run([work / "gkxl", *map(str, args)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.time() - begun

    (work / "idle.html").write_text("<!DOCTYPE html><title>idle</title>")
    one, files = examples / "huaian-2024.xlsx", sorted((work / "hundred/收件").glob("*.xlsx"))
    hold("file: at most 21 MB", page_file.stat().st_size <= 21 << 20, page_file.stat().st_size)
    single = min(timed("check", one) for _ in range(3))
    many = min(timed("check", *files) for _ in range(3))
    mark = min(timed("check", one, "--mark", work / "m.xlsx", "--force") for _ in range(3))
    c = Clerk(browser)
    p = c.page
    ratio = lambda what, a, b: print(f"     {what}: {a:.2f} s, {a / b:.1f} times the command's {b:.2f} s", flush=True)
    ratio("open to ready", c.ready, single)
    p.wait_for_timeout(3000)
    begun = time.time()
    c.choose([one])
    ratio("first check", time.time() - begun, single)
    p.evaluate("window.longest = 0")
    p.evaluate("setTimeout(() => { const end = performance.now() + 150; while (performance.now() < end); }, 20)")
    p.wait_for_timeout(400)
    hold("blocks: one of 150 ms is measured", 140 <= p.evaluate("window.longest"), p.evaluate("window.longest"))
    p.click("#list [data-file] >> nth=0")
    p.wait_for_selector("#report [data-field]")
    begun = time.time()
    c.saved(lambda: p.click("#download-marked"))
    ratio("marked workbook", c.came - begun, mark)
    begun = time.time()
    c.saved(lambda: p.click("#download-pdf"))
    ratio("first PDF", c.came - begun, timed("export", one, "-o", work / "m.pdf", "--draft", "--force"))
    # What an idle page has on the same machine meanwhile is the machine's, not the page's.
    idle = browser.new_page()
    idle.add_init_script(beat)
    idle.goto((work / "idle.html").as_uri())
    for x in (p, idle):
        x.evaluate("window.longest = 0")
    begun = time.time()
    c.choose(files, len(files) + 1)
    ratio(f"{len(files)} workbooks", time.time() - begun, many)
    block, machine = p.evaluate("window.longest"), idle.evaluate("window.longest")
    idle.close()
    hold("blocks: none over 100 ms while a hundred are checked, beyond those of an idle page", block <= 100 + machine, f"{block:.0f} ms, and {machine:.0f} ms of an idle page")
    print(f"     longest block of the page meanwhile {block:.0f} ms, of an idle page {machine:.0f} ms")
    memory = p.workers[0].evaluate("memory.buffer.byteLength")
    hold("memory of the engine: at most 128 MB", memory <= 128 << 20, memory >> 20)
    session = browser.new_browser_cdp_session()
    resident = {}
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            status = pathlib.Path(f"/proc/{process['id']}/status")
            if status.exists():
                resident[process["id"]] = int(re.search(r"VmRSS:\s+(\d+)", status.read_text()).group(1)) >> 10
    print(f"     engine {memory >> 20} MB, renderer {max(resident.values(), default=0)} MB")
    hold("renderer after a hundred workbooks: at most 500 MB", max(resident.values(), default=0) <= 500, resident)
    hold("a hundred: no error of a script", not c.errors, c.errors)
    c.context.close()


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    only = os.environ.get("ONLY", "").split()
    steps = {"whole": [lambda: [whole(browser, lang, size) for lang in ("zh", "en") for size in sizes]], "keyboard": [lambda: [by_keyboard(browser, lang) for lang in ("zh", "en")]],
             "picture": [lambda: picture(browser)], "bad": [lambda: bad_files(browser)], "restarts": [lambda: restarts(browser)], "closed": [lambda: closed_beside(browser)], "dies": [lambda: dies(browser)], "folders": [lambda: folders(browser)], "local": [lambda: local_rules(browser)], "stays": [lambda: stays(browser)], "asked": [lambda: asked_first(browser)], "taken": [lambda: taken_back(browser)], "left": [lambda: leaves_and_stops(browser)], "review": [lambda: reviewed(browser)], "leaves": [lambda: nothing_leaves(browser)], "budgets": [lambda: budgets(browser)]}
    for name, [step] in steps.items():
        if not only or name in only:
            try:
                step()
            except Exception as e:  # one step does not stop the others
                hold(name, False, str(e)[:600])
    browser.close()
sys.exit(failures > 0)
