"""Works with the page as a clerk does: page.py CHROMIUM PAGE EXAMPLES PICTURES.
Everything is found by the handles that are kept stable."""
import http.server
import pathlib
import sys
import threading
import zipfile

from playwright.sync_api import sync_playwright

chromium, page_file, examples, pictures = sys.argv[1:]
page_file, examples, pictures = pathlib.Path(page_file).resolve(), pathlib.Path(examples), pathlib.Path(pictures)
failed = 0


def check(what, good, more=""):
    global failed
    failed += not good
    print("ok  " if good else "FAIL", what, "" if good else more)


class Counter(http.server.BaseHTTPRequestHandler):
    """Counts what arrives."""
    arrived = []

    def do_GET(self):
        Counter.arrived.append(self.path)
        self.send_response(204)
        self.end_headers()

    do_POST = do_HEAD = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"127.0.0.1:{server.server_port}"

# Every way in which a page may send something, but following a link. Errors are what is hoped for.
SEND = """async (at) => {
  const ways = {
    fetch: () => fetch("http://" + at + "/fetch"),
    xhr: () => new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open("GET", "http://" + at + "/xhr"); x.send(); }),
    beacon: () => navigator.sendBeacon("http://" + at + "/beacon", "x"),
    socket: () => new Promise((done) => { const s = new WebSocket("ws://" + at + "/socket"); s.onerror = s.onopen = done; }),
    events: () => new Promise((done) => { const s = new EventSource("http://" + at + "/events"); s.onerror = () => { s.close(); done(); }; }),
    form: () => { const f = document.createElement("form"); f.action = "http://" + at + "/form"; f.target = "_blank"; document.body.append(f); f.submit(); },
    style: () => { const s = document.createElement("style"); s.textContent = "body { background: url(http://" + at + "/css) } @import url(http://" + at + "/import); @font-face { font-family: x; src: url(http://" + at + "/font) } p { font-family: x }"; document.head.append(s); },
  };
  for (const [tag, name] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["embed", "src"], ["object", "data"], ["video", "src"], ["audio", "src"]])
    ways[tag] = () => { const e = document.createElement(tag); e[name] = "http://" + at + "/" + tag; document.body.append(e); };
  for (const rel of ["stylesheet", "prefetch", "preload", "preconnect", "modulepreload", "icon", "manifest", "dns-prefetch", "prerender"])
    ways[rel] = () => { const e = document.createElement("link"); e.rel = rel; e.as = "image"; e.href = "http://" + at + "/" + rel; document.head.append(e); };
  for (const way of Object.values(ways)) { try { await Promise.race([way(), new Promise((d) => setTimeout(d, 500))]); } catch (e) {} }
  await new Promise((d) => setTimeout(d, 1000));
}"""
SEND_WORKER = """async (at) => {
  const quiet = async (f) => { try { await Promise.race([f(), new Promise((d) => setTimeout(d, 500))]); } catch (e) {} };
  await quiet(() => fetch("http://" + at + "/worker-fetch"));
  await quiet(() => importScripts("http://" + at + "/worker-import"));
  await quiet(() => new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open("GET", "http://" + at + "/worker-xhr"); x.send(); }));
  await quiet(() => new Promise((done) => { const s = new WebSocket("ws://" + at + "/worker-socket"); s.onerror = s.onopen = done; }));
  await new Promise((d) => setTimeout(d, 500));
}"""


def opened(browser, script=None, **more):
    """The page, opened from its file; fails where the page itself does."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True, **more)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    if script:
        page.add_init_script(script)
    page.goto(page_file.as_uri())
    return page


def rows(page, n):
    """The verdicts by file, once there are so many rows."""
    page.wait_for_function("n => document.querySelectorAll('#list [data-file]').length >= n", arg=n, timeout=180_000)
    return {r.get_attribute("data-file"): r.get_attribute("data-verdict") for r in page.query_selector_all("#list [data-file]")}


def saved(page, handle):
    """What is downloaded when an element is clicked."""
    with page.expect_download(timeout=120_000) as d:
        page.click(handle)
    path = pictures / ("download-" + handle.strip("#"))
    d.value.save_as(path)
    return path


with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = opened(browser)
    page.wait_for_selector("#ready", state="attached", timeout=120_000)
    page.screenshot(path=pictures / "empty.png")
    page.set_input_files("#files", [examples / n for n in ("huaian-2024.xlsx", "huangpu-2020.xlsx", "huangpu-2020.txt", "bureau-2022.json")])
    seen = rows(page, 4)
    check("verdicts", seen == {"huaian-2024.xlsx": "pass", "huangpu-2020.xlsx": "fail", "huangpu-2020.txt": "fail", "bureau-2022.json": "pass"}, seen)
    page.screenshot(path=pictures / "list.png")
    page.click("#list [data-file='huangpu-2020.xlsx'] button")
    page.wait_for_selector("#report [data-rule]")
    rules = {e.get_attribute("data-rule") for e in page.query_selector_all("#report [data-rule]")}
    check("the report marks its cells", "BLANK-TOTAL" in rules or "FORM-CELL" in rules, rules)
    check("every cell of the form", len(page.query_selector_all("#report [data-field]")) > 180)
    page.screenshot(path=pictures / "report.png", full_page=True)
    check("marked workbook", zipfile.is_zipfile(saved(page, "#download-marked")))
    page.click("#list [data-file='huaian-2024.xlsx'] button")
    page.wait_for_function("() => document.querySelector('#report').textContent.includes('淮安市人民政府')")
    pdf = saved(page, "#download-pdf").read_bytes()
    check("PDF, with its faces", pdf.startswith(b"%PDF-") and len(pdf) > 50_000, len(pdf))
    with zipfile.ZipFile(saved(page, "#download-zip")) as z:
        check("zip of all", len(z.namelist()) == 4 and z.testzip() is None, z.namelist())
    page.click("#lang")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.screenshot(path=pictures / "english.png")

    # A worker that dies is started again; the file it died on is named, and the others go on.
    page.workers[0].evaluate("() => { const call = self.gkxlCall; self.gkxlCall = (m, ...r) => { if (m === 'open') throw new WebAssembly.RuntimeError('planted'); return call(m, ...r); }; }")
    page.set_input_files("#files", [examples / "shanghai-office-2019.xlsx", examples / "huaian-2024.json"])
    seen = rows(page, 5)
    page.wait_for_function("() => document.querySelector('#said').textContent !== ''")
    check("after a fault the others are there", len(seen) == 5, seen)
    said = page.inner_text("#said")
    check("the file is named", "huaian-2024.json" in said or "shanghai-office-2019.xlsx" in said, said)

    page.evaluate(SEND, address)
    for w in page.workers:
        w.evaluate(SEND_WORKER, address)
    check("nothing arrives", Counter.arrived == [], Counter.arrived)
    check("no faults", page.faults == [], page.faults)
    page.context.close()

    # The made-up district, checked and listed.
    page = opened(browser)
    page.wait_for_selector("#ready", state="attached", timeout=120_000)
    page.click("#practice")
    seen = rows(page, 12)
    check("made-up district", sorted(set(seen.values())) == ["fail", "pass", "warn"], seen)
    page.context.close()

    # A browser that cannot run the page is told so.
    page = opened(browser, "delete window.DecompressionStream")
    page.wait_for_selector("#old", state="visible")
    check("an old browser is told", "Chrome" in page.inner_text("body"))
    browser.close()

print("FAILED" if failed else "passed")
sys.exit(failed > 0)
