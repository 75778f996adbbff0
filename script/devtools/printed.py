"""Reports as PDF, printed as from the screen, and their pages as pictures."""

import json
import re

import pypdfium2
import requests
from PIL import Image

from .common import Failure

#: Points of a PDF to pixels, and grey between two pages
SCALE, GAP, GREY = 1.3, 8, 160


class Reader:
    """Somebody who is signed in and prints from dialogs."""

    def __init__(self, url, database, login, password):
        self.url = url
        self.session = requests.Session()
        parameters = {"db": database, "login": login, "password": password}
        answer = self._ask("/web/session/authenticate", **parameters)
        if not answer.get("uid"):
            raise Failure(f"{login} could not sign in to {database}.")

    def _ask(self, path, **parameters):
        body = {"jsonrpc": "2.0", "params": parameters}
        answer = self.session.post(self.url + path, json=body, timeout=120).json()
        if "error" in answer:
            raise Failure(f"{path}: {answer['error']['data']['message']}")
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        """Call a method of a model."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self._ask(path, model=model, method=method, args=args, kwargs=kwargs)

    def pdf(self, model, button, values, context):
        """Fill in a dialog, press its button and download what comes."""
        number = self.call(model, "create", values, context=context)
        action = self.call(model, button, [number], context=context)
        if action["type"] != "ir.actions.report":
            raise Failure(
                "The server prints no PDF: install wkhtmltopdf and start script/server "
                "again."
            )
        address = f"/report/pdf/{action['report_name']}/{number}"
        page = self.session.get(f"{self.url}/odoo", timeout=120).text
        data = {
            "data": json.dumps([address, action["report_type"]]),
            "context": json.dumps(context),
            "csrf_token": re.search(r'csrf_token: "([^"]+)"', page)[1],
        }
        path = f"{self.url}/report/download"
        response = self.session.post(path, data=data, timeout=120)
        if not response.content.startswith(b"%PDF"):
            raise Failure(f"{address} gave no PDF ({response.status_code}).")
        return response.content


def picture(pdf, path):
    """Write all pages side by side to a PNG file, in few greys to keep it small."""
    pages = [page.render(scale=SCALE).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    sheet = Image.new("L", (width, max(page.height for page in pages)), GREY)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + GAP
    sheet.quantize(16).save(path, optimize=True)
