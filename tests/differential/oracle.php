<?php

// Answers for PHP in the differential run: how PHP reads a query or a body, and what Plutu would sign of it.
//
//     php oracle.php <secret key>
//
// A batch is a line with the number of questions, and then a line for each; the answers come in that
// order, a line each, after the whole batch was read. A text is `=` and its bytes in hex.
//
//     build <kind> <key> <value> <key> <value> ...   ->  <query with its hash>
//     query <kind> <query>                           ->  <view>
//     json <kind> <body>                             ->  <view>
//
// A view is: the MACs over the signed keys, over everything but `hashed` as PHP holds it, and over
// everything but `hashed` as it was sent; for each of the three whether `hashed` is it (1 or 0); and the texts of approved, invoice_no, amount and transaction_id, or `-`.
// It is `none` where PHP cannot read the text.

declare(strict_types=1);

ini_set('precision', '14');
// A warning among the answers would be taken for one.
ini_set('display_errors', 'stderr');
set_error_handler(fn ($level, $message, $file, $line) => throw new ErrorException($message, 0, $level, $file, $line));

const SIGNED = [
    'local_bank_cards' => ['gateway', 'approved', 'canceled', 'invoice_no', 'amount', 'transaction_id'],
    'mpgs' => ['gateway', 'approved', 'canceled', 'amount', 'currency', 'invoice_no', 'transaction_id'],
    'tlync' => ['gateway', 'approved', 'invoice_no', 'amount', 'transaction_id', 'payment_method'],
    'tlync_return' => ['approved', 'invoice_no'],
];

function mac(string $text): string
{
    return strtoupper(hash_hmac('sha256', $text, $GLOBALS['argv'][1]));
}

function build(array $texts): string
{
    $parameters = [];
    foreach (array_chunk($texts, 2) as [$key, $value]) {
        $parameters[$key] = $value;
    }
    $query = http_build_query($parameters);
    return '=' . bin2hex($query . '&hashed=' . mac($query));
}

function view_of_query(string $kind, string $query): string
{
    $query = str_starts_with($query, '?') ? substr($query, 1) : $query;
    parse_str($query, $parameters);
    $sent = [];
    foreach (explode('&', $query) as $pair) {
        [$key, $value] = [...array_map('urldecode', explode('=', $pair, 2)), ''];
        if ($pair !== '' && $key !== 'hashed') {
            $sent[] = urlencode($key) . '=' . urlencode($value);
        }
    }
    $everything = $parameters;
    unset($everything['hashed']);
    return view($kind, $parameters, http_build_query($everything), implode('&', $sent));
}

function view_of_body(string $kind, string $body): string
{
    $parameters = json_decode($body, true);
    if (!is_array($parameters) || ltrim($body, " \t\n\r")[0] !== '{') {
        return 'none';
    }
    $everything = $parameters;
    unset($everything['hashed']);
    $text = http_build_query($everything);
    return view($kind, $parameters, $text, $text);
}

function view(string $kind, array $parameters, string $everything, string $sent): string
{
    $signed = mac(http_build_query(array_intersect_key($parameters, array_flip(SIGNED[$kind]))));
    [$everything, $sent] = [mac($everything), mac($sent)];
    $hashed = $parameters['hashed'] ?? '';
    $hashed = is_string($hashed) ? $hashed : '';
    // Everything is never what a return page signs, which could then be fed a callback.
    $may_be_everything = $kind !== 'tlync_return';
    $view = [
        $signed,
        $everything,
        $sent,
        (int) hash_equals($signed, $hashed),
        (int) ($may_be_everything && hash_equals($everything, $hashed)),
        (int) ($may_be_everything && hash_equals($sent, $hashed)),
    ];
    foreach (['approved', 'invoice_no', 'amount', 'transaction_id'] as $key) {
        $value = $parameters[$key] ?? null;
        $is_text = $value !== null && !is_array($value);
        $view[] = $is_text ? '=' . bin2hex(urldecode(substr(http_build_query(['x' => $value]), 2))) : '-';
    }
    return implode(' ', $view);
}

function answer(string $question): string
{
    [$what, $kind, $texts] = explode(' ', $question, 3);
    $texts = array_map(fn ($text) => hex2bin(substr($text, 1)), explode(' ', $texts));
    return match ($what) {
        'build' => build($texts),
        'query' => view_of_query($kind, $texts[0]),
        'json' => view_of_body($kind, $texts[0]),
    };
}

// All questions of a batch are read before the first answer is written: both sides writing at once would
// wait for each other as soon as the pipes are full.
while (($count = fgets(STDIN)) !== false) {
    $questions = [];
    for ($number = 0; $number < (int) $count; $number++) {
        $questions[] = rtrim(fgets(STDIN), "\n");
    }
    fwrite(STDOUT, implode("\n", array_map('answer', $questions)) . "\n");
}
