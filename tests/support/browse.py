"""browse.py CHROMIUM SITE [NAME=PAGE]...: opens every page of a site below the folder SITE from the disk and says what
is wrong with it: errors on the console, requests that leave the site, links that lead nowhere, text that is hard to
read in light or dark, dialogs. Then types each NAME into the search and expects that Enter leads to PAGE. Ends with 1
where anything is wrong. A link out of the site is wrong unless $OUTSIDE is set. Speaks the protocol of DevTools through
a pipe; needs nothing but Python and the browser."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

LINKS = """JSON.stringify([[...document.querySelectorAll('[href], [src]')].map(e => e.href || e.src),
                           [...document.querySelectorAll('[id]')].map(e => e.id), document.scripts.length])"""

# The least contrast of any text with what is behind it, and where (WCAG 2.1, 1.4.3).
CONTRAST = """(() => {
    const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
    const linear = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = c => { const [r, g, b] = c.slice(0, 3).map(linear);
                         return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                              if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
    let worst = [99, ''];
    for (const e of document.querySelectorAll('body *')) {
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
        const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 80)];
    }
    return JSON.stringify(worst);
})()"""


class Browser:
    def __init__(self, program, profile):
        down, self.to = os.pipe()
        self.of, up = os.pipe()
        for fd in (down, up):
            os.set_inheritable(fd, True)
        arguments = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--no-first-run", "--disable-background-networking", "--disable-component-update",
                     "--disable-extensions", "--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"]
        shell = f"exec 3<&{down} 4>&{up} " + " ".join(f"{fd}>&-" for fd in (down, up) if fd > 4) + '; exec "$@"'
        self.process = subprocess.Popen(["bash", "-c", shell, "browser"] + arguments, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "TMPDIR": profile})
        os.close(down)
        os.close(up)
        self.rest, self.number, self.session, self.events = b"", 0, None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(domain + ".enable")

    def read(self):
        while b"\0" not in self.rest:
            more = os.read(self.of, 1 << 16)
            if not more:
                sys.exit("the browser has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)
            if answer.get("method") == "Page.javascriptDialogOpening":
                sys.exit("a page opens a dialog")

    def wait(self, condition):
        """Until a page is there for which that holds; while one goes, nothing can be asked of it."""
        for _ in range(1000):
            result = self.ask("Runtime.evaluate", expression="document.readyState === 'complete' && " + condition)
            if result["result"].get("value") is True:
                return
            time.sleep(0.01)
        sys.exit("no page for which holds " + condition)

    def open(self, url):
        self.ask("Page.navigate", url="about:blank")
        self.wait("location.href === 'about:blank'")
        self.events.clear()
        self.ask("Page.navigate", url=url)
        self.wait("location.href === " + json.dumps(url))

    def run(self, script):
        result = self.ask("Runtime.evaluate", expression=script)
        if "exceptionDetails" in result:
            sys.exit(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def key(self, key, text=""):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, text=text if kind == "keyDown" else "")


def faults(browser, site):
    for event in browser.events:
        method, about = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            yield "exception " + json.dumps(about["exceptionDetails"])[:300]
        if method == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning"):
            yield "console " + json.dumps(about["args"])[:300]
        if method == "Log.entryAdded":
            yield "log " + about["entry"]["text"]
        if method == "Network.requestWillBeSent" and not about["request"]["url"].startswith((site, "about:blank")):
            yield "a request to " + about["request"]["url"]


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    site, wrong, ids, links = folder.as_uri() + "/", [], {}, []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        for path in sorted(folder.rglob("*.html")):
            url = site + urllib.parse.quote(str(path.relative_to(folder)), safe="/~")
            browser.open(url)
            for scheme in ("light", "dark"):
                browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                ratio, where = json.loads(browser.run(CONTRAST))
                if ratio < 4.5:
                    wrong.append(f"{path}: contrast {ratio:.2f} in {scheme}: {where}")
            to, names, scripts = json.loads(browser.run(LINKS))
            ids[url] = set(names)
            links += [(url, link) for link in to]
            if len(names) != len(set(names)) or scripts != 2:
                wrong.append(f"{path}: an id twice, or another script")
            wrong += [f"{path}: {fault}" for fault in faults(browser, site)]
        for url, link in links:
            to, _, anchor = link.partition("#")
            file = urllib.parse.unquote(urllib.parse.urlparse(to).path)
            if to.startswith("https:") and "OUTSIDE" in os.environ:
                continue
            if not to.startswith(site) or not os.path.isfile(file):
                wrong.append(f"{url}: a link to {link}")
            elif anchor and urllib.parse.unquote(anchor) not in ids[to]:
                wrong.append(f"{url}: no anchor {link}")
        for request in sys.argv[3:]:
            name, page = request.rsplit("=", 1)
            browser.open(site + "index.html")
            browser.key("/", "/")
            browser.ask("Input.insertText", text=name)
            browser.key("Enter", "\r")
            browser.wait("!location.href.endsWith('/index.html')")
            at = browser.run("location.href")
            if at != site + page or ("#" in page and not browser.run("!!document.querySelector(':target')")):
                wrong.append(f"the search for {name} leads to {at}")
        browser.session = None
        browser.ask("Browser.close")
        browser.process.wait()
    print(f"{len(ids)} pages, {len(links)} links, {len(sys.argv) - 3} searches")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


signal.alarm(100)
main()
