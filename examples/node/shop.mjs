// A shop that takes card payments (MPGS) through Plutu, with Node's standard library alone.
//
//     npx plutu-sandbox@0.1.0-rc.2    # in another terminal
//     curl -s localhost:8080/_sandbox/env > .env
//     node --env-file=.env shop.mjs                    # then open http://127.0.0.1:3000
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const [PLUTU_BASE_URL, PLUTU_API_KEY] = [setting("PLUTU_BASE_URL"), setting("PLUTU_API_KEY")];
const [PLUTU_ACCESS_TOKEN, PLUTU_SECRET_KEY] = [setting("PLUTU_ACCESS_TOKEN"), setting("PLUTU_SECRET_KEY")];
const { PORT = 3000 } = process.env;
const SHOP_URL = `http://127.0.0.1:${PORT}`;
const SIGNED = ["gateway", "approved", "canceled", "amount", "currency", "invoice_no", "transaction_id"];
const orders = new Map(); // A real shop keeps its orders in a database.

// Without a setting, the shop does not start: an empty secret key would accept a forged callback.
function setting(name) {
  if (!process.env[name]) throw new Error(`${name} is not set`);
  return process.env[name];
}

// Asks Plutu for a payment page. The order is stored first: it may be paid even if this answer is
// lost.
async function buy(amount) {
  const id = randomUUID();
  orders.set(id, { amount, paid: 0 });
  const response = await fetch(`${PLUTU_BASE_URL}/transaction/mpgs/confirm`, {
    method: "POST",
    headers: { Authorization: `Bearer ${PLUTU_ACCESS_TOKEN}`, "X-API-KEY": PLUTU_API_KEY },
    body: new URLSearchParams({ amount, invoice_no: id, return_url: `${SHOP_URL}/orders/${id}` }),
    redirect: "error", // A redirect would take the keys to another server.
    signal: AbortSignal.timeout(30_000),
  });
  return (await response.json()).result.redirect_url;
}

// Returns the signed fields, or null if the signature does not match. Plutu signs these fields in
// the order in which they are sent, encoded as PHP does it: as URLSearchParams does, except for
// `*`. Nothing else in the query is signed.
function verify(query) {
  const signed = new URLSearchParams([...query].filter(([name]) => SIGNED.includes(name)));
  const text = signed.toString().replaceAll("*", "%2A");
  const expected = createHmac("sha256", PLUTU_SECRET_KEY).update(text).digest("hex").toUpperCase();
  const [a, b] = [Buffer.from(expected), Buffer.from(query.get("hashed"))];
  return a.length === b.length && timingSafeEqual(a, b) ? Object.fromEntries(signed) : null;
}

// Marks the order as paid, once, if the callback is genuine and about this order. Returns whether
// it is.
function settle(id, order, query) {
  const callback = verify(query);
  if (callback?.gateway !== "mpgs" || callback.currency !== "USD") return false;
  if (callback.invoice_no !== id || Number(callback.amount) !== Number(order.amount)) return false;
  if (callback.approved === "1" && !callback.canceled && order.paid === 0) order.paid += 1; // Ship the goods here.
  return true;
}

const server = createServer(async ({ method, url }, response) => {
  const [path, ...rest] = url.split("?");
  const query = new URLSearchParams(rest.join("?"));
  const id = path.replace("/orders/", "");
  const order = orders.get(id);
  const answer = (status, body, headers = {}) => response.writeHead(status, headers).end(body);
  if (method === "POST" && path === "/buy") {
    const page = await buy("12.50").catch(() => null);
    return page ? answer(303, "", { Location: page }) : answer(502, "Please try again.");
  }
  if (method !== "GET") return answer(405, "");
  if (path === "/") return answer(200, BUTTON, { "Content-Type": "text/html" });
  if (!order) return answer(404, "");
  const isGenuine = !query.has("hashed") || settle(id, order, query);
  return answer(isGenuine ? 200 : 400, JSON.stringify({ paid: order.paid }));
});
const BUTTON = '<form action="/buy" method="post"><button>Buy for 12.50 USD</button></form>';
server.listen(PORT, "127.0.0.1", () => console.log(`Listening on ${SHOP_URL}`));
