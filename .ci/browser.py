"""Prints pages with Chromium, with its header and footer and without, and saves
each as one file: browser.py CHROMIUM PROFILE OUT PAGE..."""
import base64
import json
import os
import pathlib
import subprocess
import sys

chromium, profile, out = sys.argv[1:4]
ask_read, ask_write = os.pipe()
answer_read, answer_write = os.pipe()


def ends():
    """Gives the browser its ends of the pipes, which must be 3 and 4."""
    a, b = os.dup(ask_read), os.dup(answer_write)
    os.dup2(a, 3)
    os.dup2(b, 4)


process = subprocess.Popen([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}"],
                           preexec_fn=ends, close_fds=False, stderr=subprocess.DEVNULL)
os.close(ask_read)
os.close(answer_write)
answers = os.fdopen(answer_read, "rb")
number, held = 0, b""


def message():
    """The next message of the browser."""
    global held
    while b"\0" not in held:
        more = os.read(answers.fileno(), 1 << 16)
        if not more:
            sys.exit("the browser ended")
        held += more
    one, held = held.split(b"\0", 1)
    return json.loads(one)


def call(method, session=None, **params):
    """Calls a method of the browser and returns its result."""
    global number
    number += 1
    ask = {"id": number, "method": method, "params": params}
    if session:
        ask["sessionId"] = session
    os.write(ask_write, json.dumps(ask).encode() + b"\0")
    while True:
        m = message()
        if m.get("id") == number:
            if "error" in m:
                sys.exit(f"{method}: {m['error']}")
            return m["result"]


def headed(session):
    """The page printed with the browser's header and footer, which a page's own rules for paper would replace."""
    call("Runtime.evaluate", session, expression="""for (const s of document.styleSheets)
        for (let i = s.cssRules.length - 1; i >= 0; i--) if (s.cssRules[i] instanceof CSSPageRule) s.deleteRule(i)""")
    return call("Page.printToPDF", session, displayHeaderFooter=True)["data"]


for page in map(pathlib.Path, sys.argv[4:]):
    target = call("Target.createTarget", url="about:blank")["targetId"]
    session = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    call("Page.enable", session)
    call("Page.navigate", session, url=page.resolve().as_uri())
    while message().get("method") != "Page.loadEventFired":
        pass
    for name, ending, make in [
        ("chromium-pdf", "pdf", lambda: base64.b64decode(call("Page.printToPDF", session, preferCSSPageSize=True)["data"])),
        ("chromium-mhtml", "mhtml", lambda: call("Page.captureSnapshot", session, format="mhtml")["data"].encode()),
        ("chromium-header-pdf", "pdf", lambda: base64.b64decode(headed(session))),
    ]:
        folder = pathlib.Path(out, name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{page.stem}.{ending}").write_bytes(make())
    call("Target.closeTarget", targetId=target)
call("Browser.close")
process.wait(30)
