CREATE TABLE plutu_orders (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    -- For people and reports only. The program reads `body`.
    state TEXT NOT NULL,
    body TEXT NOT NULL
);

-- The primary key ensures that each invoice number of a gateway belongs to one order.
CREATE TABLE plutu_attempts (
    gateway TEXT NOT NULL,
    invoice_no TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES plutu_orders (id),
    PRIMARY KEY (gateway, invoice_no)
);

CREATE TABLE plutu_tasks (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    acknowledged BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX plutu_pending_tasks ON plutu_tasks (queue, position) WHERE NOT acknowledged;
