// Each of these must not compile: an `@ts-expect-error` without an error is an error itself.

import type { Carried, Form, Posted, Refusal, Reply } from "./client.js";

type Page = Form<"/transaction/mpgs/confirm">;
const page: Page = {
  amount: "12.50",
  invoice_no: "INV-1",
  return_url: "https://shop.example/paid",
};

// @ts-expect-error A binary float is not exact.
export const float: Page = { ...page, amount: 12.5 };

// @ts-expect-error A required field is missing.
export const incomplete: Page = { amount: "12.50", invoice_no: "INV-1" };

// @ts-expect-error No such field.
export const misspelled: Page = { ...page, invoice_number: "INV-1" };

// @ts-expect-error No such language.
export const french: Page = { ...page, lang: "fr" };

// @ts-expect-error MPGS asks for no mobile number.
export const number: Page = { ...page, mobile_number: "0913632323" };

// @ts-expect-error No such endpoint.
export type Refund = Form<"/transaction/mpgs/refund">;

// @ts-expect-error A challenge is not a page.
export const url = (reply: Reply<"/transaction/edfali/verify">) => reply.result.redirect_url;

// @ts-expect-error The value may be a number or a string.
export const id = (reply: Reply<"/transaction/edfali/verify">): string => reply.result.process_id;

// @ts-expect-error A receipt without a transaction id was seen.
export const always = (reply: Reply<"/transaction/edfali/confirm">): string | number => reply.result.transaction_id;

// @ts-expect-error An error may have another form.
export const code = (refusal: Refusal): string | undefined => refusal.error.code;

// @ts-expect-error The callback belongs to another gateway.
export const other = (carried: Carried): "localbankcards" => carried.gateway;

// @ts-expect-error The flag may be absent.
export const flag = (carried: Carried): string => carried.approved;

// @ts-expect-error T-Lync has no flag `canceled`.
export const canceled = (posted: Posted) => posted.canceled;
