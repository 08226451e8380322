// A client in TypeScript. All of its types are generated from the document.

import type { components, paths, webhooks } from "./openapi.js";

type Path = keyof paths;
export type Form<P extends Path> =
  paths[P]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
export type Reply<P extends Path> =
  paths[P]["post"]["responses"][200]["content"]["application/json"];
export type Refusal = components["schemas"]["Error"];
export type Posted = webhooks["tlync_callback"]["post"]["requestBody"]["content"]["application/json"];
export type Carried = webhooks["mpgs_callback"]["get"]["parameters"]["query"];

declare const process: { env: Record<string, string> };

export async function send<P extends Path>(path: P, form: Form<P>): Promise<Reply<P> | Refusal> {
  const { PLUTU_BASE_URL, PLUTU_API_KEY, PLUTU_ACCESS_TOKEN } = process.env;
  const answer = await fetch(`${PLUTU_BASE_URL}${path}`, {
    method: "POST",
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${PLUTU_ACCESS_TOKEN}`,
      "X-API-KEY": `${PLUTU_API_KEY}`,
    },
    body: new URLSearchParams(Object.entries<string>({ ...form })),
  });
  return answer.json();
}

const page = await send("/transaction/mpgs/confirm", {
  amount: "12.50",
  invoice_no: "INV-1",
  return_url: "https://shop.example/paid",
  lang: "en",
});
console.log("result" in page ? new URL(page.result.redirect_url).pathname : page.error?.code);

const challenge = await send("/transaction/edfali/verify", {
  mobile_number: "0913632323",
  amount: "12.50",
});
if ("result" in challenge) {
  const receipt = await send("/transaction/edfali/confirm", {
    process_id: String(challenge.result.process_id),
    code: "1111",
    amount: "12.50",
    invoice_no: "INV-2",
  });
  console.log("result" in receipt ? receipt.result.transaction_id : receipt.error?.code);
}

const again = await send("/transaction/mpgs/confirm", {
  amount: "12.50",
  invoice_no: "INV-1",
  return_url: "https://shop.example/paid",
});
console.log("error" in again ? again.error?.code : "no error");
