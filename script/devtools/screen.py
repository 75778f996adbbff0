"""A headless browser that signs in to a running system and takes pictures of it."""

import base64
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.parse

import websocket

from .browser import MAC, NAMES
from .common import Failure


class Screen:
    """One page of a headless browser, driven over its debugging protocol."""

    def __init__(self, url, width, height, scale=2):
        self.url = urllib.parse.urlsplit(url)
        self.width, self.height, self.scale = width, height, scale
        self.number = 0

    def __enter__(self):
        binary = next(filter(None, map(shutil.which, NAMES)), None) or next(
            (path for path in MAC if os.path.exists(path)), None
        )
        if not binary:
            raise Failure("No browser was found: install chromium to take pictures.")
        self.profile = tempfile.mkdtemp(prefix="ips-pictures-")
        arguments = [
            binary,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--remote-allow-origins=*",
            f"--user-data-dir={self.profile}",
            "about:blank",
        ]
        if os.geteuid() == 0:
            arguments.insert(1, "--no-sandbox")
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        port = self._port()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/json")
        pages = json.loads(connection.getresponse().read())
        page = next(page for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], timeout=60, suppress_origin=True
        )
        phone = self.width < 600
        self.call("Page.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=self.width,
            height=self.height,
            deviceScaleFactor=self.scale,
            mobile=phone,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)
        return self

    def __exit__(self, *_details):
        with contextlib.suppress(Exception):
            self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _port(self):
        path = os.path.join(self.profile, "DevToolsActivePort")
        for _attempt in range(200):
            with contextlib.suppress(OSError, ValueError):
                with open(path, encoding="utf-8") as file:
                    return int(file.readline())
            time.sleep(0.1)
        raise Failure("The browser did not start.")

    def call(self, method, **parameters):
        """Send one command and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def sign_in(self, database, login, password):
        """Sign in as a person would, and keep the session."""
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port)
        parameters = {"db": database, "login": login, "password": password}
        body = json.dumps({"jsonrpc": "2.0", "params": parameters})
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/web/session/authenticate", body, headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        if not answer.get("result", {}).get("uid"):
            raise Failure(f"{login} could not sign in to {database}.")
        cookie = response.getheader("Set-Cookie") or ""
        session = cookie.partition("session_id=")[2].partition(";")[0]
        self.call(
            "Network.setCookie",
            name="session_id",
            value=session,
            url=self.url.geturl(),
        )

    def open(self, path):
        """Go to a page of the system."""
        self.call("Page.navigate", url=self.url.geturl() + path)

    def run(self, expression):
        """Evaluate JavaScript in the page and return its value."""
        result = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in result:
            raise Failure(f"The page said: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def wait(self, selector, seconds=60):
        """Wait until the page shows an element."""
        wanted = f"!!document.querySelector({json.dumps(selector)})"
        for _attempt in range(seconds * 10):
            with contextlib.suppress(Failure):
                if self.run(wanted):
                    return
            time.sleep(0.1)
        raise Failure(f"{selector} did not appear.")

    def click(self, selector):
        """Click an element as soon as it is there."""
        self.wait(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def settle(self, seconds=1.5):
        """Let animations end and images load."""
        time.sleep(seconds)

    def picture(self, path):
        """Write what is on the screen to a PNG file."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
