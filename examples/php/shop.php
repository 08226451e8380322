<?php
// A shop that takes Libyan cards (Local Bank Cards) through Plutu, with PHP alone (8.0 or newer).
//
//     plutu-sandbox                                    # in another terminal
//     curl -s localhost:8080/_sandbox/env > .env
//     set -a; . ./.env; set +a                         # so that getenv() has the four settings
//     php -S 127.0.0.1:3000 shop.php                   # then open http://127.0.0.1:3000/pay?invoice_no=1001
//
// `php -S` serves one request at a time. With PHP_CLI_SERVER_WORKERS=8 it serves eight.
declare(strict_types=1);

ini_set('display_errors', '0'); // an error's text must not reach the payer

const GATEWAY = 'localbankcards'; // for mpgs, add `currency` to SIGNED, and compare it with the order's currency
const SIGNED = ['gateway', 'approved', 'canceled', 'invoice_no', 'amount', 'transaction_id'];
const PRICE = '12.50'; // a real shop takes the price from its order, never from the request

$ORDERS = getenv('SHOP_ORDERS') ?: __DIR__ . '/orders.json';
$SHOP_URL = 'http://127.0.0.1:' . (getenv('PORT') ?: '3000');

/** A setting. Without it nothing works: an empty secret key would accept a forged callback. */
function setting(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}

/** Calls $change with the orders, and stores them. A real shop has a database: `UPDATE … WHERE paid = 0`. */
function orders(callable $change): mixed
{
    $file = fopen($GLOBALS['ORDERS'], 'c+');
    flock($file, LOCK_EX);
    $orders = json_decode(stream_get_contents($file) ?: '{}', true, flags: JSON_THROW_ON_ERROR);
    $result = $change($orders);
    $json = json_encode($orders, JSON_THROW_ON_ERROR | JSON_FORCE_OBJECT);
    rewind($file);
    fwrite($file, $json);
    ftruncate($file, strlen($json));
    fclose($file);
    return $result;
}

/** Asks Plutu for a payment page. Returns null if there is no usable answer. */
function payment_page(array $form): ?string
{
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'timeout' => 20, // seconds
        'follow_location' => 0, // a redirect would take the keys to another server
        'ignore_errors' => true, // return the body of an error
        'header' => [
            'Accept: application/json',
            'Authorization: Bearer ' . setting('PLUTU_ACCESS_TOKEN'),
            'X-API-KEY: ' . setting('PLUTU_API_KEY'),
            'Content-Type: application/x-www-form-urlencoded',
        ],
        'content' => http_build_query($form, '', '&'),
    ]]);
    $url = setting('PLUTU_BASE_URL') . '/transaction/' . GATEWAY . '/confirm';
    $answer = json_decode((string) @file_get_contents($url, false, $context), true);
    $page = $answer['result']['redirect_url'] ?? null;
    return is_string($page) ? $page : null;
}

/** Returns the signed values, or null if the signature does not match. Use nothing else of the callback. */
function verified(array $query): ?array
{
    $signed = array_intersect_key($query, array_flip(SIGNED)); // in the order received
    $expected = strtoupper(hash_hmac('sha256', http_build_query($signed, '', '&'), setting('PLUTU_SECRET_KEY')));
    $hashed = $query['hashed'] ?? null;
    return is_string($hashed) && hash_equals($expected, $hashed) ? $signed : null;
}

/** Whether the signed values are about an order of this amount. 12.5 and 12.50 are the same amount. */
function is_about(array $signed, string $amount): bool
{
    $received = $signed['amount'] ?? null;
    return ($signed['gateway'] ?? null) === GATEWAY
        && is_string($received)
        && preg_match('/^\d{1,9}(\.\d{1,2})?$/D', $received) === 1
        && number_format((float) $received, 2, '.', '') === $amount;
}

/** Marks the order as paid, once. Returns whether it is paid, or null if there is no such order. */
function settle(array $signed): ?bool
{
    return orders(function (array &$orders) use ($signed): ?bool {
        $invoice_no = $signed['invoice_no'] ?? null;
        if (!is_string($invoice_no) || !isset($orders[$invoice_no]) || !is_about($signed, $orders[$invoice_no]['amount'])) {
            return null; // of another gateway, another order or another amount
        }
        $order = &$orders[$invoice_no];
        if (($signed['approved'] ?? null) === '1' && empty($signed['canceled']) && $order['paid'] === 0) {
            $order['paid'] += 1; // ship the goods here
        }
        return $order['paid'] > 0;
    });
}

function answer(int $status, string $text): void
{
    http_response_code($status);
    header('Content-Type: text/plain; charset=utf-8');
    echo $text;
}

$invoice_no = $_GET['invoice_no'] ?? null;
$invoice_no = is_string($invoice_no) ? $invoice_no : '';
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/pay': // Plutu takes an invoice number once: a real shop gives each attempt a new one
        // The order is stored first. If no answer comes, the payer never sees the page, so nothing is paid.
        orders(function (array &$orders) use ($invoice_no): void {
            $orders[$invoice_no] ??= ['amount' => PRICE, 'paid' => 0];
        });
        $page = payment_page(['amount' => PRICE, 'invoice_no' => $invoice_no, 'return_url' => "$SHOP_URL/return"]);
        if ($page === null) {
            answer(503, 'The payment could not be started. Please try again.');
        } else {
            header("Location: $page", true, 303);
        }
        break;
    case '/return': // the payer's browser is back
        $signed = verified($_GET);
        $is_paid = $signed === null ? null : settle($signed);
        if ($is_paid === null) {
            answer(400, 'This is not about an order of this shop.');
        } else {
            answer(200, $is_paid ? 'Paid. Thank you!' : 'Not paid.');
        }
        break;
    case '/paid': // for `plutu-sandbox check`
        $paid = orders(fn (array &$orders): ?int => $orders[$invoice_no]['paid'] ?? null);
        answer($paid ? 200 : 404, json_encode(['paid' => $paid ?? 0]));
        break;
    default:
        answer(404, 'There is no such page.');
}
