-- What the shop keeps besides the tables of plutu-orders. The same lines for SQLite and PostgreSQL.

-- What was ordered, and the token in the address of the order's page.
CREATE TABLE IF NOT EXISTS shop_orders (
    id TEXT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL
);

-- Between the two steps of a one-time password. The payer never holds it.
CREATE TABLE IF NOT EXISTS shop_challenges (
    order_id TEXT NOT NULL PRIMARY KEY,
    gateway TEXT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL
);

-- What was shipped. The key is the task's, so that a task that is handed out twice is done once.
CREATE TABLE IF NOT EXISTS shop_parcels (
    task TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL,
    shipped_at BIGINT NOT NULL
);
