"""A shop that takes card payments (MPGS) through Plutu, with Python's standard library alone.

    uvx plutu-sandbox                                # in another terminal
    curl -s localhost:8080/_sandbox/env > .env
    (set -a; . ./.env; python3 shop.py)              # then open http://127.0.0.1:3000
"""

import hashlib
import hmac
import json
import sys
import uuid
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from threading import Lock
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener


def setting(name):
    """Without a setting, the shop does not start: an empty secret key would accept a forged callback."""
    return environ.get(name) or sys.exit(f"{name} is not set")


BASE_URL, API_KEY = setting("PLUTU_BASE_URL"), setting("PLUTU_API_KEY")
ACCESS_TOKEN, SECRET_KEY = setting("PLUTU_ACCESS_TOKEN"), setting("PLUTU_SECRET_KEY")
SHOP_URL = f"http://127.0.0.1:{environ.get('PORT', 3000)}"
SIGNED = ["gateway", "approved", "canceled", "amount", "currency", "invoice_no", "transaction_id"]
BUTTON = '<form action="/buy" method="post"><button>Buy for 12.50 USD</button></form>'
orders, lock = {}, Lock()  # A real shop keeps its orders in a database.


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_):
        """A redirect would take the keys to another server."""


def buy(amount):
    """Asks Plutu for a payment page.

    The order is stored first: it may be paid even if this answer is lost.
    """
    order_id = str(uuid.uuid4())
    orders[order_id] = {"amount": amount, "paid": 0}
    form = {"amount": amount, "invoice_no": order_id, "return_url": f"{SHOP_URL}/orders/{order_id}"}
    keys = {"Authorization": f"Bearer {ACCESS_TOKEN}", "X-API-KEY": API_KEY}
    request = Request(f"{BASE_URL}/transaction/mpgs/confirm", urlencode(form).encode(), keys)
    with build_opener(NoRedirect).open(request, timeout=30) as reply:
        return json.load(reply)["result"]["redirect_url"]


def verify(query):
    """Returns the signed fields, or None if the signature does not match.

    Plutu signs these fields in the order in which they are sent, encoded as PHP does it: as
    `urlencode` does, except for `~`. Nothing else in the query is signed.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    signed = [(name, value) for name, value in pairs if name in SIGNED]
    text = urlencode(signed).replace("~", "%7E")
    expected = hmac.new(SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest().upper()
    hashed = dict(pairs).get("hashed", "")
    return dict(signed) if hmac.compare_digest(expected.encode(), hashed.encode()) else None


def settle(order_id, order, query):
    """Marks the order as paid, once, if the callback is genuine and about this order.

    Returns whether it is.
    """
    callback = verify(query)
    if not callback or (callback.get("gateway"), callback.get("currency")) != ("mpgs", "USD"):
        return False
    if callback.get("invoice_no") != order_id or Decimal(callback["amount"]) != Decimal(order["amount"]):
        return False
    with lock:
        if callback.get("approved") == "1" and not callback.get("canceled") and order["paid"] == 0:
            order["paid"] += 1  # Ship the goods here.
    return True


class Shop(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.path != "/buy":
            return self.answer(404)
        try:
            return self.answer(303, Location=buy("12.50"))
        except Exception:
            return self.answer(502, "Please try again.")

    def do_GET(self):
        url = urlsplit(self.path)
        order_id = url.path.rpartition("/orders/")[2]
        order = orders.get(order_id)
        if url.path == "/":
            return self.answer(200, BUTTON, Content_Type="text/html")
        if order is None:
            return self.answer(404)
        is_genuine = "hashed=" not in url.query or settle(order_id, order, url.query)
        return self.answer(200 if is_genuine else 400, json.dumps({"paid": order["paid"]}))

    def log_message(self, *_):
        """A return's address can be replayed, and a log is read by many."""

    def answer(self, status, body="", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode())


if __name__ == "__main__":
    print(f"Listening on {SHOP_URL}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", urlsplit(SHOP_URL).port), Shop).serve_forever()
