-- The shop's tables, besides those of plutu-orders. The same statements for SQLite and PostgreSQL.

-- The orders: the product, and the token in the address of the order's page.
CREATE TABLE IF NOT EXISTS shop_orders (
    id TEXT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    product TEXT NOT NULL
);

-- The challenges between the two steps of a one-time password. The payer never sees them.
CREATE TABLE IF NOT EXISTS shop_challenges (
    order_id TEXT NOT NULL PRIMARY KEY,
    gateway TEXT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL
);

-- The parcels. The key is the task's, so that a task that is received twice is done once.
CREATE TABLE IF NOT EXISTS shop_parcels (
    task TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL,
    shipped_at BIGINT NOT NULL
);
