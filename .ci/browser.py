"""Headless Chromium for the checks of the site, driven over a pipe (--remote-debugging-pipe).

Needs python3 and chromium, which is installed with apt-get where it is missing; no package of Python's.
"""

import fcntl
import json
import os
import select
import shutil
import subprocess
import time


# The page for paper: it has no cards, its explorers have no controls, its tables do not sort.
WHOLE = "book.html"

# How far what was seen of a page has moved since it began to load, as browsers reckon it.
SHIFT = r"""
new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 120);
})
"""


class Browser:
    """Chromium at the other end of two pipes: a JSON message and a zero byte each way."""

    def __init__(self, program, profile, patience=30):
        """Starts it; `patience` is how many seconds it may be silent."""
        self.patience = patience
        child_reads, self.out = os.pipe()
        self.into, child_writes = os.pipe()

        def connect():
            # Moved out of the way first, since either end may be 3 or 4 itself.
            reads, writes = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (child_reads, child_writes))
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(child_reads)
        os.close(child_writes)
        self.buffer, self.count, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def call(self, method, **parameters):
        """Sends a command and waits for its answer; events that come meanwhile are kept."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.buffer:
            if not select.select([self.into], [], [], self.patience)[0]:
                raise RuntimeError(f"the browser has been silent for {self.patience} s")
            piece = os.read(self.into, 1 << 16)
            if not piece:
                raise RuntimeError("the browser went away")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, url, width, scheme):
        """Loads a page in a window of that width; returns what the browser complained of."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
                  mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media="screen",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events = []
        loader = self.call("Page.navigate", url=url)["loaderId"]
        # Its own load and not that of a link that was followed just before.
        while not any(event.get("method") == "Page.lifecycleEvent" and event["params"]["name"] == "load"
                      and event["params"]["loaderId"] == loader for event in self.events):
            self.events.append(self.read())
        return self.complaints()

    def complaints(self):
        """What the browser has complained of since it was asked last."""
        events, self.events = self.events, []
        return [words for words in map(complaint, events) if words]

    def evaluate(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def wait_for(self, script, seconds=3):
        """Evaluates until the answer is nothing; the last answer. A page that is being left answers later."""
        end = time.monotonic() + seconds
        while True:
            try:
                answer = self.evaluate(script)
            except RuntimeError as error:
                if "navigated" not in str(error):
                    raise
                answer = "is still being followed"
            if not answer or time.monotonic() > end:
                return answer
            time.sleep(0.05)

    def press(self, key, code):
        for kind in ["rawKeyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def point(self, place):
        """Moves the mouse to a place as a hand does, from somewhere else: where it is already, nothing is entered."""
        for x, y in [(place[0] + 40, place[1] - 40), place]:
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def tap(self, place):
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": place[0], "y": place[1]}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait(timeout=20)


def complaint(event):
    """What an event of the browser says against the page, if anything."""
    method, details = event.get("method"), event.get("params", {})
    if method == "Runtime.exceptionThrown":
        return "script: " + details["exceptionDetails"]["text"]
    if method == "Log.entryAdded" and details["entry"]["level"] == "error":
        return "console: " + details["entry"]["text"]
    if method == "Runtime.consoleAPICalled" and details["type"] == "error":
        return "console: " + " ".join(str(part.get("value")) for part in details["args"])
    if method == "Network.loadingFailed" and not details.get("canceled"):
        return "not loaded: " + details["errorText"]
    if method == "Network.requestWillBeSent":
        url = details["request"]["url"]
        if not url.startswith(("file:", "data:", "about:")):
            return "asks another host: " + url
    return None


def chromium():
    """The browser's program, installed if need be."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    if not any(map(shutil.which, names)):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
    return next(filter(None, map(shutil.which, names)))
