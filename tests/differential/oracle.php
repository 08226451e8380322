<?php

// Answers for PHP in the differential run: how PHP reads a query or a body, and what Plutu would sign in it.
//
//     php oracle.php <secret key>
//
// A batch is a line with the number of questions, and then one line for each question. The answers
// follow in the same order, one line each, after the whole batch was read. A string is written as `=`
// and its bytes in hex.
//
//     build <kind> <key> <value> <key> <value> ...   ->  <query with its hash>
//     query <kind> <query>                           ->  <view>
//     json <kind> <body>                             ->  <view>
//
// A view is:
//  - three MACs: over the signed keys, over everything except `hashed` as PHP reads it, and over
//    everything except `hashed` exactly as it was sent;
//  - for each of the three, whether `hashed` is this MAC (1 or 0); the second is 1 only if PHP could
//    have signed the parameters as they were sent;
//  - the strings of approved, invoice_no, amount, transaction_id and currency, or `-`.
// It is `none` if PHP cannot read the query or body.

declare(strict_types=1);

ini_set('precision', '14');
// A warning among the answers would be read as an answer.
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
    $pairs = array_filter(explode('&', $query), fn ($pair) => $pair !== '');
    $pairs = array_map(fn ($pair) => [...array_map('urldecode', explode('=', $pair, 2)), ''], $pairs);
    return view($kind, $parameters, array_values($pairs));
}

function view_of_body(string $kind, string $body): string
{
    $parameters = json_decode($body, true);
    if (!is_array($parameters) || ltrim($body, " \t\n\r")[0] !== '{') {
        return 'none';
    }
    $pairs = [];
    foreach (members($body) as [$key, $literal]) {
        $value = json_decode($literal, true);
        if ($value !== null && !is_array($value)) {
            $pairs[] = [$key, text($value)];
        }
    }
    return view($kind, $parameters, $pairs);
}

/** The members of an object, each a key and its value as written. json_decode would keep only one of two with the same key. */
function members(string $body): array
{
    preg_match_all('/"(?:[^"\\\\]|\\\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+/s', $body, $found);
    [$members, $depth, $key, $literal] = [[], 0, null, ''];
    foreach ($found[0] as $token) {
        $depth += ['{' => 1, '[' => 1, '}' => -1, ']' => -1][$token] ?? 0;
        $ends = ($depth === 1 && $token === ',') || $depth === 0;
        if ($ends && $key !== null) {
            $members[] = [json_decode($key), $literal];
            [$key, $literal] = [null, ''];
        } elseif ($depth === 1 && $key === null && $token[0] === '"') {
            $key = $token;
        } elseif ($key !== null && !($literal === '' && $token === ':')) {
            $literal .= $token;
        }
    }
    return $members;
}

/** A value as http_build_query writes it, decoded again. */
function text(mixed $value): string
{
    return urldecode(substr(http_build_query(['x' => $value]), 2));
}

/** Whether PHP could have read and signed exactly these keys: it renames and drops none, and none is there twice. */
function could_be_signed(array $keys): bool
{
    foreach ($keys as $key) {
        parse_str(urlencode($key) . '=', $alone);
        if ((string) array_key_first($alone) !== $key || $key === '') {
            return false;
        }
    }
    return count(array_unique($keys)) === count($keys);
}

/** `$pairs` are the decoded keys and values as they were sent, and `$parameters` those that PHP has read. */
function view(string $kind, array $parameters, array $pairs): string
{
    $signed = http_build_query(array_intersect_key($parameters, array_flip(SIGNED[$kind])));
    $everything = http_build_query(array_diff_key($parameters, ['hashed' => '']));
    $literal = array_filter($pairs, fn ($pair) => $pair[0] !== 'hashed');
    $literal = implode('&', array_map(fn ($pair) => urlencode($pair[0]) . '=' . urlencode($pair[1]), $literal));
    $macs = array_map('mac', [$signed, $everything, $literal]);
    $hashed = $parameters['hashed'] ?? '';
    $matches = array_map(fn ($mac) => is_string($hashed) && hash_equals($mac, $hashed), $macs);
    // A return page never signs everything. Otherwise a callback could pass for a return page.
    $matches[1] = $matches[1] && $kind !== 'tlync_return' && could_be_signed(array_column($pairs, 0));
    $view = [...$macs, ...array_map('intval', $matches)];
    foreach (['approved', 'invoice_no', 'amount', 'transaction_id', 'currency'] as $key) {
        $value = $parameters[$key] ?? null;
        $view[] = $value === null || is_array($value) ? '-' : '=' . bin2hex(text($value));
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

// All questions of a batch are read before the first answer is written. If both sides wrote at once, they
// would wait for each other as soon as the pipes are full.
while (($count = fgets(STDIN)) !== false) {
    $questions = [];
    for ($number = 0; $number < (int) $count; $number++) {
        $questions[] = rtrim(fgets(STDIN), "\n");
    }
    fwrite(STDOUT, implode("\n", array_map('answer', $questions)) . "\n");
}
