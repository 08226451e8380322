<?php

// Writes callbacks.json: callbacks as they are received, what PHP reads in them, and the verdict that the
// rules give. To run it again, from the root of the repository:
//
//     php tests/data/callbacks.php > tests/data/callbacks.json
//
// Plutu signs with PHP, so PHP is asked: parse_str and json_decode read, http_build_query writes,
// hash_hmac signs. The rules are implemented here a second time: no verdict comes from the library that the
// file tests. A case that breaks two rules at once stops the script, because either error would be correct.

declare(strict_types=1);

// The output of http_build_query and json_decode must not depend on this machine's php.ini.
ini_set('precision', '14');
ini_set('serialize_precision', '-1');

const LBC_SECRET = 'sk_ac63978fe4bc6defb55045fe84492021d1e87555';
const TLYNC_SECRET = 'sk_40a07a6c0e63818dc2b292c8e302894e08acedfb';
const MPGS_SECRET = 'sk_caf8cdd67e554180100dbee62d57dd12eb57acbd';

const KINDS = [
    'local_bank_cards' => [
        'gateway' => 'localbankcards',
        'currency' => 'LYD',
        'signed' => ['gateway', 'approved', 'canceled', 'invoice_no', 'amount', 'transaction_id'],
    ],
    'mpgs' => [
        'gateway' => 'mpgs',
        'currency' => 'USD',
        'signed' => ['gateway', 'approved', 'canceled', 'amount', 'currency', 'invoice_no', 'transaction_id'],
    ],
    'tlync' => [
        'gateway' => 'tlync',
        'currency' => 'LYD',
        'signed' => ['gateway', 'approved', 'invoice_no', 'amount', 'transaction_id', 'payment_method'],
    ],
    'tlync_return' => [
        'gateway' => null,
        'currency' => null,
        'signed' => ['approved', 'invoice_no'],
    ],
];

const MAX_LENGTH = 8192;
const MAX_PAIRS = 64;
const MAX_DIGITS = 14;

// ---------------------------------------------------------------------------------------- the rules

/** A callback that is rejected, with the kind of the error and the key that it names. */
final class Refused extends Exception
{
    public function __construct(public readonly string $kind, public readonly ?string $key = null)
    {
        parent::__construct($kind);
    }
}

/** A case that cannot be used, because the rules do not decide its verdict. */
final class Ambiguous extends Exception
{
}

/** The string that is signed, as PHP writes it. */
function canonical(array $parameters): string
{
    return http_build_query($parameters, '', '&', PHP_QUERY_RFC1738);
}

function mac(string $text, string $secret): string
{
    return strtoupper(hash_hmac('sha256', $text, $secret));
}

/** The parameters that PHP reads from the raw query or body; null if it cannot read it. */
function decoded(string $format, string $raw): ?array
{
    if ($format === 'json') {
        $object = json_decode($raw, true);
        return is_array($object) && str_starts_with(ltrim($raw, " \t\n\r"), '{') ? $object : null;
    }
    parse_str(without_mark($raw), $parameters);
    return $parameters;
}

function without_mark(string $query): string
{
    return str_starts_with($query, '?') ? substr($query, 1) : $query;
}

/** The signed keys' parameters, in the order received. */
function signed_keys(string $kind, array $parameters): array
{
    return array_intersect_key($parameters, array_flip(KINDS[$kind]['signed']));
}

/** Everything except `hashed`. */
function everything(array $parameters): array
{
    unset($parameters['hashed']);
    return $parameters;
}

/**
 * Whether the signature may be over everything except `hashed`. It never is for a return page, for a body with a
 * value that is not signed (a nested value, or a number that PHP would round), or if a key is there twice or is one
 * that PHP renames or drops. PHP could not have built such a string.
 */
function may_sign_everything(string $kind, string $format, string $raw, array $parameters): bool
{
    if ($format === 'json') {
        foreach (members($raw) as [$key, $literal]) {
            if (is_array($parameters[$key]) || has_too_many_digits($literal)) {
                return false;
            }
        }
    }
    $keys = sent_keys($format, $raw, $parameters);
    return $kind !== 'tlync_return'
        && $keys === array_values(array_unique($keys))
        && array_filter($keys, fn ($key) => name($key) !== $key) === []
        && array_diff_key(everything($parameters), array_flip(KINDS[$kind]['signed'])) !== [];
}

/** The keys as they were sent, decoded but not renamed by PHP. A null in a body is not written, so its key is not included. */
function sent_keys(string $format, string $raw, array $parameters): array
{
    if ($format === 'json') {
        $keys = array_map(fn ($member) => $member[0], members($raw));
        return array_values(array_filter($keys, fn ($key) => $parameters[$key] !== null));
    }
    $pairs = array_filter(explode('&', without_mark($raw)), fn ($pair) => $pair !== '');
    return array_values(array_map(fn ($pair) => urldecode(explode('=', $pair, 2)[0]), $pairs));
}

/** The name that PHP gives to a decoded key; null if it drops it. */
function name(string $key): ?string
{
    parse_str(urlencode($key) . '=', $alone);
    return $alone === [] ? null : (string) array_key_first($alone);
}

/** Rules 1 to 5, in their order. */
function judge(string $kind, string $format, string $raw, string $secret): array
{
    try {
        $format === 'json' ? check_body($kind, $raw) : check_query($kind, $raw);
        $parameters = decoded($format, $raw);
        $rule = check_signature($kind, $format, $raw, $parameters, $secret);
        $covered = $rule === 'everything' ? everything($parameters) : signed_keys($kind, $parameters);
        return ['accepted' => true, 'rule' => $rule] + values($kind, texts($covered), $parameters);
    } catch (Refused $refused) {
        return ['accepted' => false, 'error' => $refused->kind]
            + ($refused->key === null ? [] : ['key' => $refused->key]);
    }
}

/** Checks the size, and that no key that matters is there twice or in a spelling that PHP reads as this key. */
function check_query(string $kind, string $raw): void
{
    $query = without_mark($raw);
    $pairs = array_filter(explode('&', $query), fn ($pair) => $pair !== '');
    if (strlen($query) > MAX_LENGTH || count($pairs) > MAX_PAIRS) {
        throw new Refused('too_large');
    }
    $seen = [];
    foreach ($pairs as $pair) {
        // PHP itself gives the name of the key, one pair at a time.
        parse_str($pair, $alone);
        $name = (string) array_key_first($alone);
        $written = urldecode(explode('=', $pair, 2)[0]);
        if (!in_array($name, [...KINDS[$kind]['signed'], 'hashed'], true)) {
            continue;
        }
        if ($name !== $written || isset($seen[$name])) {
            throw new Refused('duplicate', $name);
        }
        $seen[$name] = true;
    }
}

/** Checks the size, that there is one object, that no key is there twice, and that every value that matters has a string. */
function check_body(string $kind, string $raw): void
{
    if (strlen($raw) > MAX_LENGTH) {
        throw new Refused('too_large');
    }
    $object = decoded('json', $raw);
    if ($object === null) {
        throw new Refused('malformed_body');
    }
    $members = members($raw);
    if (count($members) > MAX_PAIRS) {
        throw new Refused('too_large');
    }
    $known = [...KINDS[$kind]['signed'], 'hashed'];
    $seen = [];
    foreach ($members as [$key, $literal]) {
        // PHP does not rename the keys of a body. But the verdict must not depend on the next reader's rules,
        // so the irregular spelling is rejected here too.
        $name = name($key);
        if (in_array($name, $known, true) && ($name !== $key || isset($seen[$key]))) {
            throw new Refused('duplicate', $name);
        }
        if (isset($seen[$key])) {
            throw new Refused('malformed_body');
        }
        $seen[$key] = true;
        if (in_array($key, $known, true) && (is_array($object[$key]) || has_too_many_digits($literal))) {
            throw new Refused('bad_value', $key);
        }
    }
}

/** The members of an object, each a key and its value as written. json_decode would keep only one of two with the same key. */
function members(string $raw): array
{
    preg_match_all('/"(?:[^"\\\\]|\\\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+/s', $raw, $found);
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

/** Whether a number is not a 64-bit integer and has more digits than PHP keeps. */
function has_too_many_digits(string $literal): bool
{
    if (preg_match('/\A-?([0-9]+)(?:\.([0-9]+))?([eE][-+]?[0-9]+)?\z/', $literal, $part) !== 1) {
        return false;
    }
    if (is_int(json_decode($literal))) {
        return false;
    }
    $digits = trim($part[1] . ($part[2] ?? ''), '0');
    return strlen($digits) > MAX_DIGITS || is_infinite((float) $literal);
}

/** Finds the rule under which `hashed` is the signature. */
function check_signature(string $kind, string $format, string $raw, array $parameters, string $secret): string
{
    $hashed = $parameters['hashed'] ?? throw new Refused('missing_signature');
    if (!is_string($hashed) || preg_match('/\A[0-9A-F]{64}\z/', $hashed) !== 1) {
        throw new Refused('malformed_signature');
    }
    if (hash_equals(mac(canonical(signed_keys($kind, $parameters)), $secret), $hashed)) {
        return 'signed_keys';
    }
    if (may_sign_everything($kind, $format, $raw, $parameters)) {
        $by_php = hash_equals(mac(canonical(everything($parameters)), $secret), $hashed);
        if ($format === 'query' && $by_php !== hash_equals(mac(as_received($raw), $secret), $hashed)) {
            throw new Ambiguous('PHP gives an undeclared parameter another name than the one that was sent');
        }
        if ($by_php) {
            return 'everything';
        }
    }
    throw new Refused('signature_mismatch');
}

/** The parameters of a query except `hashed`, as they were sent. PHP does not rename the undeclared ones here. */
function as_received(string $raw): string
{
    $pairs = array_filter(explode('&', without_mark($raw)), fn ($pair) => $pair !== '');
    $pairs = array_map(fn ($pair) => array_map('urldecode', explode('=', $pair, 2)), $pairs);
    $pairs = array_filter($pairs, fn ($pair) => $pair[0] !== 'hashed');
    return implode('&', array_map(fn ($pair) => urlencode($pair[0]) . '=' . urlencode($pair[1] ?? ''), $pairs));
}

/** The signed strings, by key. An empty string counts as missing. */
function texts(array $covered): array
{
    $texts = [];
    foreach ($covered as $key => $value) {
        if (is_array($value)) {
            continue;
        }
        $text = urldecode(substr(canonical(['x' => $value]), 2));
        if ($text !== '') {
            $texts[$key] = $text;
        }
    }
    return $texts;
}

/** The signed values, after all of them were checked. */
function values(string $kind, array $texts, array $parameters): array
{
    if ($kind === 'tlync_return') {
        if (isset($parameters['gateway'])) {
            throw new Refused('carries_gateway');
        }
    } else {
        check_gateway(KINDS[$kind]['gateway'], $texts);
    }

    $errors = [];
    foreach (['approved', 'canceled'] as $flag) {
        if (!in_array($texts[$flag] ?? '0', ['0', '1'], true)) {
            $errors[] = new Refused('bad_value', $flag);
        }
    }
    $currency = KINDS[$kind]['currency'];
    if ($currency !== null && ($texts['currency'] ?? $currency) !== $currency) {
        $errors[] = new Refused('bad_value', 'currency');
    }
    $approved = ($texts['approved'] ?? '0') === '1';
    $canceled = ($texts['canceled'] ?? '0') === '1';
    if ($approved && $canceled) {
        $errors[] = new Refused('contradictory');
    }

    $values = [];
    $fields = array_diff(KINDS[$kind]['signed'], ['gateway', 'approved', 'canceled']);
    foreach ($fields as $key) {
        $may_be_missing = $key === 'payment_method' || ($key === 'transaction_id' && $kind !== 'tlync' && !$approved);
        if (!isset($texts[$key])) {
            if (!$may_be_missing) {
                $errors[] = new Refused('missing_field', $key);
            }
        } elseif ($key !== 'currency' && !is_valid($key, $texts[$key])) {
            $errors[] = new Refused('bad_value', $key);
        } else {
            $values[$key] = match ($key) {
                'amount' => two_decimals($texts[$key]),
                // The payment method is not a reason to refuse a payment, so an odd value is read as an empty one.
                'payment_method' => is_line($texts[$key]) ? $texts[$key] : '',
                default => $texts[$key],
            };
        }
    }

    if (count($errors) > 1) {
        throw new Ambiguous(implode(', ', array_map(fn ($error) => "{$error->kind} {$error->key}", $errors)));
    }
    if ($errors !== []) {
        throw $errors[0];
    }
    if ($kind === 'tlync_return') {
        return ['approved' => $approved, 'values' => $values];
    }
    $is_canceled = $canceled && in_array('canceled', KINDS[$kind]['signed'], true);
    $outcome = $approved ? 'paid' : ($is_canceled ? 'canceled' : 'undecided');
    return ['outcome' => $outcome, 'values' => $values];
}

function check_gateway(string $expected, array $texts): void
{
    $gateway = $texts['gateway'] ?? throw new Refused('missing_field', 'gateway');
    if (preg_match('//u', $gateway) !== 1) {
        throw new Refused('bad_value', 'gateway');
    }
    if ($gateway !== $expected) {
        throw new Refused('wrong_gateway');
    }
}

function is_valid(string $key, string $text): bool
{
    return match ($key) {
        'amount' => preg_match('/\A(0|[1-9][0-9]{0,15})(\.[0-9]{1,2})?\z/', $text) === 1 && (float) $text > 0,
        'invoice_no' => preg_match('/\A[A-Za-z0-9._-]+\z/', $text) === 1,
        'transaction_id' => is_line($text) && preg_match('/[^\s\p{Z}]/u', $text) === 1,
        'payment_method' => preg_match('//u', $text) === 1,
    };
}

/** At most 255 bytes of UTF-8 without control characters. */
function is_line(string $text): bool
{
    return strlen($text) <= 255 && preg_match('/\A\P{Cc}+\z/u', $text) === 1;
}

function two_decimals(string $amount): string
{
    [$units, $decimals] = [...explode('.', $amount), ''];
    return $units . '.' . str_pad($decimals, 2, '0');
}

/** Rule 7: rejects a secret that an unset variable or a careless paste would give. */
function is_usable_secret(string $secret): bool
{
    return preg_match('/\A[^\s\p{Z}\p{Cc}](.*[^\s\p{Z}\p{Cc}])?\z/su', $secret) === 1;
}

// ---------------------------------------------------------------------------------------- the file

/** The form of a value in the file, for strings and other values. */
function shown(mixed $value): mixed
{
    return match (true) {
        is_array($value) => ['nested' => pairs_shown($value)],
        is_string($value) && preg_match('//u', $value) !== 1 => ['hex' => bin2hex($value)],
        is_float($value) && !is_finite($value) => ['float' => (string) $value],
        default => $value,
    };
}

function pairs_shown(array $parameters): array
{
    return array_map(null, array_map(fn ($key) => shown((string) $key), array_keys($parameters)), array_map('shown', array_values($parameters)));
}

/** What a signature over these parameters covers: the pairs as flat strings, the signed string, and the MAC. */
function signed_text(array $parameters, string $secret): array
{
    $text = canonical($parameters);
    $pairs = $text === '' ? [] : array_map(fn ($pair) => array_map(fn ($part) => shown(urldecode($part)), explode('=', $pair, 2)), explode('&', $text));
    return ['pairs' => $pairs, 'canonical' => $text, 'mac' => mac($text, $secret)];
}

final class File
{
    private array $cases = [];

    public function add(string $class, string $name, string $kind, string $raw, string $secret = LBC_SECRET, string $format = 'query', bool $genuine = false): void
    {
        try {
            $verdict = judge($kind, $format, $raw, $secret);
        } catch (Ambiguous $ambiguous) {
            throw new Exception("{$class} {$name}: {$ambiguous->getMessage()}");
        }
        if (isset($this->cases["{$class} {$name}"])) {
            throw new Exception("{$class} {$name} comes twice");
        }
        $parameters = decoded($format, $raw);
        $is_text = preg_match('//u', $raw) === 1;
        if (!$is_text && $format === 'query') {
            throw new Exception("{$class} {$name}: a query is a string");
        }
        $with_everything = $parameters !== null && may_sign_everything($kind, $format, $raw, $parameters);
        $this->cases["{$class} {$name}"] = [
            'name' => $name,
            'class' => $class,
            'genuine' => $genuine,
            'kind' => $kind,
            'format' => $format,
            'secret' => $secret,
            ...($is_text ? ['raw' => $raw] : ['raw_hex' => bin2hex($raw)]),
            'decoded' => $parameters === null ? null : pairs_shown($parameters),
            'signed_keys' => $parameters === null ? null : signed_text(signed_keys($kind, $parameters), $secret),
            'everything' => $with_everything ? signed_text(everything($parameters), $secret) : null,
            'verdict' => $verdict,
        ];
    }

    public function add_body(string $class, string $name, string $kind, string $body, string $secret = LBC_SECRET): void
    {
        $this->add($class, $name, $kind, $body, $secret, 'json');
    }

    public function print(): void
    {
        $secrets = array_map(fn ($secret) => ['secret' => $secret, 'usable' => is_usable_secret($secret)], secrets());
        echo "{\n\"about\": ", json(about(), JSON_PRETTY_PRINT), ",\n\"secrets\": [\n";
        echo implode(",\n", array_map('json', $secrets)), "\n],\n\"cases\": [\n";
        echo implode(",\n", array_map('json', array_values($this->cases))), "\n]\n}\n";
    }
}

function json(mixed $value, int $flags = 0): string
{
    return json_encode($value, $flags | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR);
}

function about(): array
{
    return [
        'what' => 'Callbacks of the Plutu payment API as they are received, and the correct verdict on each. Any verifier can be tested with this file. callbacks.php writes it with PHP, because Plutu signs with PHP: do not edit it by hand.',
        'secrets' => 'Secret keys, and whether a verifier accepts each. A key that is empty, blank, or has white space or control characters at its ends is refused.',
        'cases' => [
            'name' => 'The description of the case; unique within its class.',
            'class' => 'The class of the case: genuine, honest (signed as Plutu signs; the values may be invalid), or a threat: T1 forging, T2 tampering, T4 one kind used as another, T5 unsigned extras, T6 currency, T7 flags, T8 spelling of the hash, T9 parameter pollution, T10 size, T11 encodings, T12 bytes that are not UTF-8, T13 moved boundaries, T14 secrets, T16 JSON bodies, T34 signed strings that PHP could not have built, and currencies that are signed but not declared.',
            'genuine' => 'True for the four that Plutu itself signed (from the tests of its PHP SDK; the body of T-Lync is the JSON of an array there). All others are computed.',
            'kind' => 'The kind as which the raw query or body is verified: local_bank_cards, mpgs, tlync (callbacks), or tlync_return (the page to which the payer returns).',
            'format' => 'query or json.',
            'secret' => 'The secret key to verify with.',
            'raw' => 'The query or the body as it is received.',
            'raw_hex' => 'Instead of raw, if the body is not UTF-8: its bytes in hex.',
            'decoded' => 'The pairs that PHP has after parse_str (a leading ? was dropped) or json_decode, in its order; null if json_decode does not return an object. A string that is not UTF-8 is {"hex": ...}, an array or object {"nested": [pairs]}, an infinite number {"float": ...}.',
            'signed_keys' => 'The decoded pairs under the keys that the kind signs, in the order received: pairs (as flat strings), canonical (as http_build_query writes them) and mac (HMAC-SHA256 of canonical with the secret, in upper-case hex).',
            'everything' => 'The same for all pairs except hashed, if there are undeclared pairs and this rule may apply; otherwise null. It never applies to a return page, to a body with a value that is not signed (a nested value, or a number that PHP would round), or if a key is there twice or is one that PHP renames or drops.',
            'verdict' => [
                'accepted' => 'Whether the callback must be accepted.',
                'rule' => 'If accepted: signed_keys or everything, the rule that matched the hash.',
                'outcome' => 'If accepted as a callback: paid, canceled or undecided.',
                'approved' => 'If accepted as a return page: whether the payer sees that the payment was approved. It does not prove a payment.',
                'values' => 'If accepted: the signed values by key. An amount has two decimals here. A key that is not here has no value.',
                'error' => 'If refused: too_large, duplicate, malformed_body, missing_signature, malformed_signature, signature_mismatch, wrong_gateway, carries_gateway, missing_field, bad_value or contradictory.',
                'key' => 'If the error is about one parameter: the key of this parameter.',
            ],
        ],
    ];
}

function secrets(): array
{
    return [
        LBC_SECRET, MPGS_SECRET, 's', '0', 'two words', "\u{645}\u{641}\u{62A}\u{627}\u{62D}", str_repeat('k', 200),
        '', ' ', "\t", "\n", "\r\n", "\0", "\u{A0}", "\u{2003}", "\u{3000}", "\u{85}", "  \t ",
        ' ' . LBC_SECRET, LBC_SECRET . ' ', LBC_SECRET . "\n", LBC_SECRET . "\r\n", LBC_SECRET . "\0",
        "\u{A0}" . LBC_SECRET, "\x7F" . LBC_SECRET, LBC_SECRET . "\u{3000}",
    ];
}

// ---------------------------------------------------------------------------------------- the cases

/** Pairs in their order as a query. A key may be there twice. */
function query(array $pairs): string
{
    return implode('&', array_map(fn ($pair) => urlencode($pair[0]) . '=' . urlencode($pair[1]), $pairs));
}

function hashed(string $text, string $secret = LBC_SECRET): string
{
    return '&hashed=' . mac($text, $secret);
}

/** Pairs as a query, with their signature at the end. */
function signed_query(array $pairs, string $secret = LBC_SECRET): string
{
    return query($pairs) . hashed(query($pairs), $secret);
}

/** Pairs with these values instead of their own. Null removes a pair, and a new key is added at the end. */
function with(array $pairs, array $changes): array
{
    foreach ($changes as $key => $value) {
        $index = array_search($key, array_column($pairs, 0), true);
        $pairs[$index === false ? count($pairs) : $index] = [$key, $value];
    }
    return array_values(array_filter($pairs, fn ($pair) => $pair[1] !== null));
}

const LBC = [['gateway', 'localbankcards'], ['approved', '1'], ['invoice_no', '14022023'], ['amount', '5.00'], ['transaction_id', '100900']];
const LBC_CANCELED = [['gateway', 'localbankcards'], ['canceled', '1'], ['invoice_no', '14022023'], ['amount', '5.00'], ['transaction_id', '100900']];
const MPGS = [['gateway', 'mpgs'], ['approved', '1'], ['amount', '5.00'], ['currency', 'USD'], ['invoice_no', '232323'], ['transaction_id', '100918']];
const TLYNC = [['gateway', 'tlync'], ['approved', '1'], ['invoice_no', '14022023'], ['amount', '5'], ['transaction_id', '100900'], ['payment_method', 'sadad']];
const PAGE = [['approved', '1'], ['invoice_no', '14022023']];
const ALL = ['local_bank_cards' => LBC, 'mpgs' => MPGS, 'tlync' => TLYNC, 'tlync_return' => PAGE];

const GENUINE_LBC = 'gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=100900&hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F';
const GENUINE_MPGS = 'gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918&hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880';
const GENUINE_TLYNC = '{"gateway":"tlync","approved":"1","amount":"6.01","invoice_no":"43321","payment_method":"mobicash","transaction_id":"100932","hashed":"1DDC1EE6D589555B58D70CAAB5118D1BECC5DF1BED1E0EFA5B51AED7E6C69FD6"}';
const GENUINE_PAGE = 'approved=1&invoice_no=43321&hashed=E6E3486C137F4260C2C598C7A903836CDDBC1FAF87240A58660FA91F363D5DBA';
const HASH = '79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F';

function genuine(File $file): void
{
    $file->add('genuine', 'Local Bank Cards', 'local_bank_cards', GENUINE_LBC, genuine: true);
    $file->add('genuine', 'MPGS', 'mpgs', GENUINE_MPGS, MPGS_SECRET, genuine: true);
    $file->add('genuine', 'T-Lync', 'tlync', GENUINE_TLYNC, TLYNC_SECRET, 'json', genuine: true);
    $file->add('genuine', 'return page of T-Lync', 'tlync_return', GENUINE_PAGE, TLYNC_SECRET, genuine: true);
}

function honest(File $file): void
{
    $file->add('honest', 'canceled', 'local_bank_cards', signed_query(LBC_CANCELED));
    $file->add('honest', 'canceled without a transaction id', 'local_bank_cards', signed_query(with(LBC_CANCELED, ['transaction_id' => null])));
    $file->add('honest', 'canceled with an empty transaction id', 'local_bank_cards', signed_query(with(LBC_CANCELED, ['transaction_id' => ''])));
    $file->add('honest', 'undecided', 'local_bank_cards', signed_query(with(LBC, ['approved' => null])));
    $file->add('honest', 'undecided without a transaction id', 'local_bank_cards', signed_query(with(LBC, ['approved' => null, 'transaction_id' => null])));
    $file->add('honest', 'MPGS canceled', 'mpgs', signed_query(with(MPGS, ['approved' => null, 'canceled' => '1'])));
    $file->add('honest', 'MPGS undecided', 'mpgs', signed_query(with(MPGS, ['approved' => null])));
    $file->add('honest', 'T-Lync in a query', 'tlync', signed_query(TLYNC));
    $file->add('honest', 'T-Lync undecided', 'tlync', signed_query(with(TLYNC, ['approved' => '0'])));
    $file->add('honest', 'T-Lync with a new payment method', 'tlync', signed_query(with(TLYNC, ['payment_method' => 'new pay+'])));
    $file->add('honest', 'return page approved', 'tlync_return', signed_query(PAGE));
    $file->add('honest', 'return page not approved', 'tlync_return', signed_query(with(PAGE, ['approved' => null])));
    $file->add('honest', 'return page with approved 0', 'tlync_return', signed_query(with(PAGE, ['approved' => '0'])));
    $file->add('honest', 'other order of the keys, signed so', 'local_bank_cards', signed_query(array_reverse(LBC)));
    $file->add('honest', 'order of the documentation of MPGS, signed so', 'mpgs', signed_query([MPGS[0], MPGS[1], MPGS[2], MPGS[3], MPGS[5], MPGS[4]]));
    $file->add('honest', 'hash in front', 'local_bank_cards', 'hashed=' . HASH . '&' . query(LBC));
    $file->add('honest', 'hash in the middle', 'local_bank_cards', str_replace('&amount', '&hashed=' . HASH . '&amount', query(LBC)));
    $file->add('honest', 'leading question mark', 'local_bank_cards', '?' . GENUINE_LBC);
    foreach (['5', '5.0', '5.1', '0.01', '0.1', '1234567890.12'] as $amount) {
        $file->add('honest', "amount {$amount}", 'local_bank_cards', signed_query(with(LBC, ['amount' => $amount])));
    }
    foreach (['0', '0.00', '-5.00', '+5.00', '5.', '.5', '5.001', '5,00', '05.00', '5.00 ', ' 5.00', "5.00\n", '5e0', '1.0E+1', '0x5', 'INF', 'NaN', "\u{FF15}", "\u{665}", '5.00 LYD'] as $amount) {
        $file->add('honest', 'not an amount: ' . urlencode($amount), 'local_bank_cards', signed_query(with(LBC, ['amount' => $amount])));
    }
    foreach (['INV-1', 'a.b_c-D', str_repeat('9', 300)] as $number) {
        $file->add('honest', "invoice number {$number}", 'local_bank_cards', signed_query(with(LBC, ['invoice_no' => $number])));
    }
    foreach (['INV 1', 'INV/1', "INV-1\n", "\u{661}", 'a&b=c', ' '] as $number) {
        $file->add('honest', 'not an invoice number: ' . urlencode($number), 'local_bank_cards', signed_query(with(LBC, ['invoice_no' => $number])));
    }
    $file->add('honest', 'longest transaction id', 'local_bank_cards', signed_query(with(LBC, ['transaction_id' => str_repeat('9', 255)])));
    $file->add('honest', 'transaction id too long', 'local_bank_cards', signed_query(with(LBC, ['transaction_id' => str_repeat('9', 256)])));
    $file->add('honest', 'transaction id of blanks', 'local_bank_cards', signed_query(with(LBC, ['transaction_id' => '  '])));
    $file->add('honest', 'payment method too long', 'tlync', signed_query(with(TLYNC, ['payment_method' => str_repeat('x', 256)])));
    $file->add('honest', 'payment method with a line break', 'tlync', signed_query(with(TLYNC, ['payment_method' => "sadad\n"])));
}

function t1_forging(File $file): void
{
    $add = fn (string $name, string $raw, string $kind = 'local_bank_cards') => $file->add('T1', $name, $kind, $raw);
    $plain = query(LBC);
    $add('another secret', $plain . hashed($plain, MPGS_SECRET));
    $add('no secret', $plain . hashed($plain, ''));
    $add('the secret without its prefix', $plain . hashed($plain, substr(LBC_SECRET, 3)));
    $add('the secret with a line break', $plain . hashed($plain, LBC_SECRET . "\n"));
    $add('the secret in upper case', $plain . hashed($plain, strtoupper(LBC_SECRET)));
    $add('zeros', $plain . '&hashed=' . str_repeat('0', 64));
    $add('the hash of another callback', $plain . hashed(query(LBC_CANCELED)));
    $add('the hash backwards', $plain . '&hashed=' . strrev(HASH));
    $add('a bare hash without a key', $plain . '&hashed=' . strtoupper(hash('sha256', LBC_SECRET . $plain)));
    $add('half of an HMAC-SHA512', $plain . '&hashed=' . strtoupper(substr(hash_hmac('sha512', $plain, LBC_SECRET), 0, 64)));
    $add('an HMAC-SHA3-256', $plain . '&hashed=' . strtoupper(hash_hmac('sha3-256', $plain, LBC_SECRET)));
    $sorted = LBC;
    sort($sorted);
    $add('keys signed in sorted order', $plain . hashed(query($sorted)));
    $add('keys signed in another order', $plain . hashed(query([LBC[0], LBC[1], LBC[3], LBC[2], LBC[4]])));
    $add('values signed without their keys', $plain . hashed(implode('&', array_column(LBC, 1))));
    $add('signed with a question mark', $plain . hashed('?' . $plain));
    $add('signed with an empty hash', $plain . hashed($plain . '&hashed='));
    $add('signed with an empty canceled', $plain . hashed(query(with(LBC, ['canceled' => '']))));
    $odd = with(LBC, ['transaction_id' => 'a b*c~d/e']);
    $add('spaces, stars and tildes as PHP writes them', signed_query($odd));
    $add('signed without encoding', query($odd) . hashed('gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=a b*c~d/e'));
    $add('spaces signed as %20', query($odd) . hashed(str_replace('+', '%20', query($odd))));
    $add('star signed as it is', query($odd) . hashed(str_replace('%2A', '*', query($odd))));
    $add('tilde signed as it is', query($odd) . hashed(str_replace('%7E', '~', query($odd))));
    $add('escapes signed in lower case', query($odd) . hashed(str_replace('%2F', '%2f', query($odd))));
    $add('encoded twice', query($odd) . hashed(str_replace('%', '%25', query($odd))));
    foreach ([0, 31, 63] as $place) {
        $flipped = HASH;
        $flipped[$place] = $flipped[$place] === '0' ? '1' : '0';
        $add("digit {$place} of the hash", "{$plain}&hashed={$flipped}");
    }
}

function t2_tampering(File $file): void
{
    foreach (['gateway' => 'localbankcardz', 'approved' => '0', 'invoice_no' => '14022024', 'amount' => '5.01', 'transaction_id' => '100901'] as $key => $value) {
        $file->add('T2', "{$key} changed", 'local_bank_cards', query(with(LBC, [$key => $value])) . '&hashed=' . HASH);
        $file->add('T2', "{$key} emptied", 'local_bank_cards', query(with(LBC, [$key => ''])) . '&hashed=' . HASH);
        $file->add('T2', "{$key} removed", 'local_bank_cards', query(with(LBC, [$key => null])) . '&hashed=' . HASH);
    }
    $file->add('T2', 'amount written otherwise', 'local_bank_cards', query(with(LBC, ['amount' => '5.0'])) . '&hashed=' . HASH);
    $file->add('T2', 'a zero before the amount', 'local_bank_cards', query(with(LBC, ['amount' => '05.00'])) . '&hashed=' . HASH);
    $file->add('T2', 'canceled added', 'local_bank_cards', query(with(LBC, ['canceled' => '1'])) . '&hashed=' . HASH);
    $file->add('T2', 'empty canceled added', 'local_bank_cards', query(with(LBC, ['canceled' => ''])) . '&hashed=' . HASH);
    $file->add('T2', 'canceled made approved', 'local_bank_cards', str_replace('canceled', 'approved', query(LBC_CANCELED)) . hashed(query(LBC_CANCELED)));
    $file->add('T2', 'two pairs swapped', 'local_bank_cards', query([LBC[0], LBC[1], LBC[3], LBC[2], LBC[4]]) . '&hashed=' . HASH);
    $file->add('T2', 'two values swapped', 'local_bank_cards', query(with(LBC, ['invoice_no' => '100900', 'transaction_id' => '14022023'])) . '&hashed=' . HASH);
    $file->add('T2', 'currency changed', 'mpgs', str_replace('USD', 'LYD', GENUINE_MPGS), MPGS_SECRET);
    $file->add('T2', 'key in upper case', 'local_bank_cards', str_replace('amount', 'AMOUNT', GENUINE_LBC));
    $file->add('T2', 'payment method changed', 'tlync', str_replace('sadad', 'edfaly', signed_query(TLYNC)));
    $file->add('T2', 'return page changed', 'tlync_return', str_replace('14022023', '14022024', signed_query(PAGE)));
}

function t4_kinds(File $file): void
{
    foreach (ALL as $signed_as => $pairs) {
        foreach (array_keys(ALL) as $read_as) {
            if ($signed_as !== $read_as) {
                $file->add('T4', "{$signed_as} read as {$read_as}", $read_as, signed_query($pairs));
            }
        }
    }
    foreach (ALL as $kind => $pairs) {
        foreach ($pairs as [$key]) {
            if ($key !== 'approved') {
                $file->add('T4', "{$kind} without {$key}", $kind, signed_query(with($pairs, [$key => null])));
                $file->add('T4', "{$kind} with an empty {$key}", $kind, signed_query(with($pairs, [$key => ''])));
            }
        }
    }
    foreach (['LocalBankCards', 'localbankcards ', ' localbankcards', "localbankcards\0", 'localbankcard', 'localbankcardss', 'local_bank_cards', '0', '1', "\u{FF4C}ocalbankcards"] as $gateway) {
        $file->add('T4', 'gateway ' . urlencode($gateway), 'local_bank_cards', signed_query(with(LBC, ['gateway' => $gateway])));
    }
    $page = signed_query(PAGE);
    $file->add('T4', 'return page with the fields of a callback too', 'local_bank_cards', "{$page}&gateway=localbankcards&amount=5.00&transaction_id=100900");
    $file->add('T4', 'return page with a gateway', 'tlync_return', "gateway=tlync&{$page}");
    $file->add('T4', 'return page with an empty gateway', 'tlync_return', "{$page}&gateway=");
    $file->add('T4', 'return page with amount and id, which it does not sign', 'tlync_return', "{$page}&amount=500.00&transaction_id=1");
    $file->add('T4', 'return page that signs everything', 'tlync_return', signed_query(with(PAGE, ['x' => 'y'])));
    foreach (['local_bank_cards' => LBC, 'tlync' => TLYNC] as $kind => $pairs) {
        $rest = query(array_slice($pairs, 1)) . hashed(query($pairs));
        $file->add('T4', "{$kind} without its gateway as a return page", 'tlync_return', $rest);
    }
    $file->add('T4', 'callback cut down to a return page', 'tlync_return', query(PAGE) . hashed(query(TLYNC)));
}

function t5_extras(File $file): void
{
    foreach (['order=77&checkout_page=Y' => 'a query of the shop\'s own', 'x' => 'a key without a value', 'x=' => 'an empty value', 'paid=yes&status=approved&amount_due=0' => 'keys that look like something', 'x=1&x=2' => 'an undeclared key twice', 'a[]=1&a[]=2' => 'an array', 'a[b][c]=1' => 'an array in an array', 'id=%FF' => 'bytes that are not UTF-8', '%26=%3D' => 'escaped separators', '5=1' => 'a number for a key', 'currency=USD' => 'a key of another gateway', 'payment_method=sadad' => 'a payment method', '==' => 'equals signs', 'Approved=0&APPROVED=0' => 'a signed key in another case'] as $extra => $name) {
        $extra = (string) $extra;
        $file->add('T5', "{$name}, in front", 'local_bank_cards', "{$extra}&" . GENUINE_LBC);
        $file->add('T5', "{$name}, at the end", 'local_bank_cards', GENUINE_LBC . "&{$extra}");
    }
    $file->add('T5', 'between the signed ones', 'local_bank_cards', str_replace('&', '&x=1&', GENUINE_LBC));
    $file->add('T5', 'empty pairs', 'local_bank_cards', '&&' . str_replace('&', '&&', GENUINE_LBC) . '&');
    $file->add('T5', 'next to a return page', 'tlync_return', 'order=77&' . signed_query(PAGE) . '&x');
    $file->add('T5', 'canceled next to the keys of T-Lync, which does not sign it', 'tlync', signed_query(TLYNC) . '&canceled=1');

    $order = [['order', '77'], ...LBC];
    $behind = [...LBC, ['order', '77'], ['note', 'a b&c=d']];
    $file->add('T5', 'signed too, in front', 'local_bank_cards', signed_query($order));
    $file->add('T5', 'signed too, at the end', 'local_bank_cards', signed_query($behind));
    $file->add('T5', 'signed too, in the middle', 'mpgs', signed_query([...array_slice(MPGS, 0, 3), ['fee', '0.10'], ...array_slice(MPGS, 3)]));
    $file->add('T5', 'signed too, an array', 'local_bank_cards', signed_query([['a[0]', '1'], ['a[1]', '2'], ...LBC]));
    $file->add('T5', 'signed too, canceled', 'local_bank_cards', signed_query([...LBC_CANCELED, ['reason', 'closed']]));
    $file->add('T5', 'signed too, T-Lync', 'tlync', signed_query([...TLYNC, ['fee', '0.10']]));
    $file->add('T5', 'signed too, one changed', 'local_bank_cards', str_replace('order=77', 'order=78', signed_query($order)));
    $file->add('T5', 'signed too, one removed', 'local_bank_cards', str_replace('order=77&', '', signed_query($order)));
    $file->add('T5', 'signed too, one more added', 'local_bank_cards', signed_query($order) . '&x=1');
    $file->add('T5', 'signed too, one moved', 'local_bank_cards', query([...LBC, ['order', '77']]) . hashed(query($order)));
    $file->add('T5', 'signed too, but not the amount', 'local_bank_cards', query($order) . hashed(query(with($order, ['amount' => null]))));
    $file->add('T5', 'T-Lync with canceled, signed too', 'tlync', signed_query([...TLYNC, ['canceled', '1']]));
    $file->add('T5', 'T-Lync with canceled 0, signed too', 'tlync', signed_query([...TLYNC, ['canceled', '0']]));
    $file->add('T5', 'T-Lync with canceled but not approved, signed too', 'tlync', signed_query([...with(TLYNC, ['approved' => null]), ['canceled', '1']]));
}

function t6_currency(File $file): void
{
    foreach (['LYD', 'EUR', 'usd', 'USD ', ' USD', 'US', 'USDT', '840', '$', '0', "USD\0"] as $currency) {
        $file->add('T6', 'MPGS in ' . urlencode($currency), 'mpgs', signed_query(with(MPGS, ['currency' => $currency])));
    }
    $file->add('T6', 'MPGS, currency after the signature', 'mpgs', str_replace('&currency=USD', '', GENUINE_MPGS) . '&currency=USD', MPGS_SECRET);
    $file->add('T6', 'dinars under the name of MPGS', 'mpgs', signed_query(with(LBC, ['gateway' => 'mpgs'])));
    $file->add('T6', 'dollars under the name of Local Bank Cards', 'local_bank_cards', signed_query(with(MPGS, ['gateway' => 'localbankcards'])));
}

function t7_flags(File $file): void
{
    foreach ([['1', ''], ['1', '0'], ['', '1'], ['0', '1'], ['', null], ['', ''], ['0', null], ['0', '0'], [null, '0'], [null, ''], ['1', '1'], ['true', null], ['TRUE', null], ['false', null], ['yes', null], ['on', null], ['01', null], ['1.0', null], ['+1', null], [' 1', null], ['1 ', null], ["1\n", null], ["1\0", null], ['2', null], ['-1', null], ['00', null], ['0.0', null], ["\u{661}", null], ["\u{FF11}", null], ['1', 'no'], ['1', '00'], ['1', 'false'], ['1', ' '], [null, 'true'], [null, '2'], ['0', 'yes']] as [$approved, $canceled]) {
        $name = 'approved ' . ($approved === null ? 'absent' : urlencode("'{$approved}'")) . ', canceled ' . ($canceled === null ? 'absent' : urlencode("'{$canceled}'"));
        $pairs = with(LBC, ['approved' => $approved, 'canceled' => $canceled]);
        $file->add('T7', $name, 'local_bank_cards', signed_query($pairs));
    }
    $file->add('T7', 'MPGS contradictory', 'mpgs', signed_query(with(MPGS, ['canceled' => '1'])));
    $file->add('T7', 'T-Lync approved true', 'tlync', signed_query(with(TLYNC, ['approved' => 'true'])));
    foreach (['2', 'true', ' 1'] as $approved) {
        $file->add('T7', "return page approved '{$approved}'", 'tlync_return', signed_query(with(PAGE, ['approved' => $approved])));
    }
}

function t8_hash(File $file): void
{
    $spellings = [
        'lower case' => strtolower(HASH),
        'half in lower case' => substr(HASH, 0, 32) . strtolower(substr(HASH, 32)),
        'one letter in lower case' => substr(HASH, 0, 63) . 'f',
        'one digit more' => HASH . '0',
        'twice' => HASH . HASH,
        'a space behind' => HASH . '+',
        'a space in front' => '+' . HASH,
        'a line break behind' => HASH . '%0A',
        'a carriage return and line break behind' => HASH . '%0D%0A',
        'a tab behind' => HASH . '%09',
        'a NUL behind' => HASH . '%00',
        'a NUL for the last digit' => substr(HASH, 0, 63) . '%00',
        '0x before 62' => '0x' . substr(HASH, 2),
        'a letter G' => 'G' . substr(HASH, 1),
        'a full-width digit' => "\u{FF17}" . substr(HASH, 1),
        'Arabic digits' => "\u{667}\u{669}" . substr(HASH, 2),
        'base64' => urlencode(base64_encode(hex2bin(HASH))),
        'quoted' => '%22' . HASH . '%22',
        'colons' => implode('%3A', str_split(HASH, 2)),
        'zero' => '0',
        'a word' => 'true',
        'not UTF-8' => '%FF',
    ];
    foreach ($spellings as $name => $hash) {
        $file->add('T8', $name, 'local_bank_cards', query(LBC) . "&hashed={$hash}");
    }
    foreach ([0, 1, 2, 8, 16, 31, 32, 33, 40, 48, 56, 62, 63] as $length) {
        $file->add('T8', "{$length} digits", 'local_bank_cards', query(LBC) . '&hashed=' . substr(HASH, 0, $length));
    }
    $file->add('T8', 'no hash', 'local_bank_cards', query(LBC));
    $file->add('T8', 'no equals sign', 'local_bank_cards', query(LBC) . '&hashed');
    $file->add('T8', 'nothing at all', 'local_bank_cards', '');
    $file->add('T8', 'a question mark', 'local_bank_cards', '?');
    $file->add('T8', 'key in upper case', 'local_bank_cards', str_replace('hashed', 'HASHED', GENUINE_LBC));
    $file->add('T8', 'another key', 'local_bank_cards', str_replace('hashed', 'hash', GENUINE_LBC));
    $file->add('T8', 'return page without a hash', 'tlync_return', query(PAGE));
    $file->add('T8', 'digits needlessly escaped', 'local_bank_cards', query(LBC) . '&hashed=' . escaped(HASH));
    $file->add('T8', 'key needlessly escaped', 'local_bank_cards', str_replace('hashed', '%68ashe%64', GENUINE_LBC));
}

/** Every byte as an escape. */
function escaped(string $text): string
{
    return implode('', array_map(fn ($byte) => sprintf('%%%02X', ord($byte)), str_split($text)));
}

function t9_pollution(File $file): void
{
    foreach (['approved', '%61pproved', 'approved[]', 'approved%5B%5D', 'approved[x]y', 'approved[a][b]', 'approved[ ]', '+approved', '%20%20approved', 'approved%00', 'approved%00z', 'approved%00[]', '+approved[0]'] as $spelling) {
        $file->add('T9', "{$spelling} in front", 'local_bank_cards', "{$spelling}=1&" . GENUINE_LBC);
        $file->add('T9', "{$spelling} at the end", 'local_bank_cards', GENUINE_LBC . "&{$spelling}=1");
        $file->add('T9', "{$spelling} without a value", 'local_bank_cards', GENUINE_LBC . "&{$spelling}");
    }
    foreach (['gateway', 'invoice_no', 'amount', 'transaction_id', 'hashed', 'invoice.no', 'invoice+no', 'invoice%20no', 'invoice[no', 'invoice%5Bno', 'transaction.id', 'transaction[id', 'transaction[id[', '+invoice.no', 'amount[]', 'gateway[0]', 'hashed[]', '%68ashed', 'hashed%00', 'canceled[]', '+canceled', 'canceled%00'] as $spelling) {
        $file->add('T9', "{$spelling} too", 'local_bank_cards', GENUINE_LBC . "&{$spelling}=1");
    }
    $file->add('T9', 'currency twice', 'mpgs', GENUINE_MPGS . '&currency=USD', MPGS_SECRET);
    $file->add('T9', 'payment.method', 'tlync', signed_query(TLYNC) . '&payment.method=x');
    $file->add('T9', 'return page with approved twice', 'tlync_return', 'approved=0&' . signed_query(PAGE));
    $file->add('T9', 'return page with invoice.no', 'tlync_return', signed_query(PAGE) . '&invoice.no=1');
    $file->add('T9', 'twice, signed twice', 'local_bank_cards', signed_query([...LBC, ['amount', '5.00']]));
    $file->add('T9', 'twice, the last one signed', 'local_bank_cards', 'amount=1.00&' . GENUINE_LBC);
    $file->add('T9', 'the whole callback twice', 'local_bank_cards', GENUINE_LBC . '&' . GENUINE_LBC);
    foreach (['invoice.no', 'invoice%5Bno', '+invoice_no', 'invoice_no[]', 'invoice_no%00'] as $spelling) {
        $file->add('T9', "{$spelling} in place of it", 'local_bank_cards', str_replace('invoice_no', $spelling, GENUINE_LBC));
    }
    $as_array = 'gateway=localbankcards&approved%5B0%5D=1&invoice_no=14022023&amount=5.00&transaction_id=100900';
    $file->add('T9', 'an array, signed as PHP signs it', 'local_bank_cards', $as_array . hashed($as_array));
    foreach (['[approved]', '[approved', 'approved.', 'approved_', 'xapproved', 'approved]', '%00approved', '%0Aapproved', '%09approved', '%C2%A0approved', 'Approved', 'approve', 'approvedd', 'x[approved]', 'approved%0A', 'approved%3D', '%E2%80%83approved', 'invoice-no', 'invoice%00no', 'invoice__no', 'hashed_', 'x%00approved'] as $harmless) {
        $file->add('T9', "{$harmless} is another key", 'local_bank_cards', GENUINE_LBC . "&{$harmless}=1");
    }
}

function t10_size(File $file): void
{
    $of_length = fn (int $length) => GENUINE_LBC . '&x=' . str_repeat('y', $length - strlen(GENUINE_LBC) - 3);
    $file->add('T10', '8192 bytes', 'local_bank_cards', $of_length(8192));
    $file->add('T10', '8193 bytes', 'local_bank_cards', $of_length(8193));
    $file->add('T10', '64 pairs', 'local_bank_cards', GENUINE_LBC . str_repeat('&x=1', 58));
    $file->add('T10', '65 pairs', 'local_bank_cards', GENUINE_LBC . str_repeat('&x=1', 59));
    $file->add('T10', '1000 pairs', 'local_bank_cards', GENUINE_LBC . str_repeat('&x', 994));
}

function t11_encodings(File $file): void
{
    $odd = with(LBC, ['transaction_id' => "a b+c*d~e/\u{E9}"]);
    $query = signed_query($odd);
    $add = fn (string $name, string $raw) => $file->add('T11', $name, 'local_bank_cards', $raw);
    $add('as PHP writes it', $query);
    $add('%20 for the space', str_replace('a+b', 'a%20b', $query));
    $add('escapes in lower case', str_replace(['%2B', '%2A', '%7E', '%2F', '%C3%A9'], ['%2b', '%2a', '%7e', '%2f', '%c3%a9'], $query));
    $add('star and tilde as they are', str_replace(['%2A', '%7E', '%2F'], ['*', '~', '/'], $query));
    $add('UTF-8 as it is', str_replace('%C3%A9', "\u{E9}", $query));
    $add('plus as it is, which is a space', str_replace('%2B', '+', $query));
    $add('plus for %20 of an escaped percent', str_replace('a+b', 'a%2520b', $query));
    $add('a decomposed letter', str_replace('%C3%A9', 'e%CC%81', $query));
    $add('Latin-1', str_replace('%C3%A9', '%E9', $query));
    $add('needless escapes in a value', str_replace('5.00', '%35%2e%30%30', GENUINE_LBC));
    $add('needless escapes in a key', str_replace('amount', '%61m%6Fun%74', GENUINE_LBC));
    $all = array_map(fn ($pair) => escaped($pair[0]) . '=' . escaped($pair[1]), [...LBC, ['hashed', HASH]]);
    $add('everything escaped', implode('&', $all));
    $add('everything escaped in lower case', strtolower(implode('&', $all)));
    $add('separators escaped', str_replace('&', '%26', GENUINE_LBC));
    $add('equals signs escaped', str_replace('=', '%3D', GENUINE_LBC));
    $add('separated by semicolons', str_replace('&', ';', GENUINE_LBC));
    $add('HTML entities', str_replace('&', '&amp;', GENUINE_LBC));
    $add('a fragment at the end', GENUINE_LBC . '#top');
    $add('two question marks', '??' . GENUINE_LBC);
    $add('an escaped question mark', '%3F' . GENUINE_LBC);
    $add('a whole URL', 'https://shop.example/paid?' . GENUINE_LBC);
    $add('an ampersand and a question mark', '&?x&' . GENUINE_LBC);
    foreach (['%', '%%', '%4', '%zz', '%4z', '%z4', '%%41', '%4%41', '%u0041', 'a%', 'a%2', '%+1', '%-1', '%0x', '% 1', "%\u{FF14}1", '%G0', '100% sure'] as $malformed) {
        $pairs = with(LBC, ['transaction_id' => urldecode($malformed)]);
        $raw = str_replace(' ', '%20', $malformed);
        $add("malformed escape {$malformed}", str_replace('transaction_id=' . urlencode(urldecode($malformed)), "transaction_id={$raw}", signed_query($pairs)));
    }
    for ($byte = 0; $byte < 256; $byte++) {
        $add(sprintf('byte %02X', $byte), signed_query(with(LBC, ['transaction_id' => 'a' . chr($byte) . 'b'])));
    }
    for ($byte = 0x20; $byte < 0x7F; $byte++) {
        if (preg_match('/[^&+%A-Za-z0-9]/', chr($byte)) === 1) {
            $pairs = with(LBC, ['transaction_id' => 'a' . chr($byte) . 'b']);
            $add(sprintf('byte %02X as it is', $byte), str_replace('a' . urlencode(chr($byte)) . 'b', 'a' . chr($byte) . 'b', signed_query($pairs)));
        }
    }
}

function t12_bytes(File $file): void
{
    $with_id = fn (string $id) => signed_query(with(LBC, ['transaction_id' => $id]));
    $add = fn (string $name, string $raw) => $file->add('T12', $name, 'local_bank_cards', $raw);
    $add('the replacement character', $with_id("\u{FFFD}"));
    $add('%FF where the replacement character was signed', str_replace('%EF%BF%BD', '%FF', $with_id("\u{FFFD}")));
    $add('the replacement character where %FF was signed', str_replace('%FF', '%EF%BF%BD', $with_id("\xFF")));
    foreach (["\xFF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xA0\xBD\xED\xB8\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xC3", "\xE2\x82", "\x80", "a\x80b"] as $id) {
        $add('not UTF-8: ' . bin2hex($id), $with_id($id));
    }
    foreach (["\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{FEFF}1", "\u{202E}1", "\u{2028}", "1\u{AD}"] as $id) {
        if (preg_match('/[^\s\p{Z}]/u', $id) === 1) {
            $add('UTF-8: ' . bin2hex($id), $with_id($id));
        }
    }
    $add('a control character of Latin-1', $with_id("\u{85}1"));
    $add('a NUL after the id', $with_id("100900\0"));
    $add('a NUL for the id', $with_id("\0"));
    $add('a byte order mark in front', "\u{FEFF}" . GENUINE_LBC);
    $add('an escaped byte order mark in front', '%EF%BB%BF' . GENUINE_LBC);
    foreach (['gateway', 'approved', 'invoice_no', 'amount'] as $key) {
        $add("{$key} not UTF-8", signed_query(with(LBC, [$key => "1\xFF"])));
        $add("{$key} with a byte order mark", signed_query(with(LBC, [$key => "\u{FEFF}1"])));
    }
    $file->add('T12', 'currency not UTF-8', 'mpgs', signed_query(with(MPGS, ['currency' => "USD\xFF"])));
    $file->add('T12', 'payment method not UTF-8', 'tlync', signed_query(with(TLYNC, ['payment_method' => "\xC3\x28"])));
    $file->add('T12', 'return page\'s invoice number not UTF-8', 'tlync_return', signed_query(with(PAGE, ['invoice_no' => "1\xFF"])));
    $add('an undeclared key that is not UTF-8', GENUINE_LBC . '&%FF=%FE');
    $add('an undeclared value that is not UTF-8, signed too', signed_query([...LBC, ['x', "\xFF"]]));
}

function t13_boundaries(File $file): void
{
    $add = fn (string $name, string $raw, string $kind = 'local_bank_cards') => $file->add('T13', $name, $kind, $raw);
    $add('separator made a part of the gateway', str_replace('&approved=1', '%26approved%3D1', GENUINE_LBC));
    $add('separator made a part of the invoice number', str_replace('14022023&amount=5.00', '14022023%26amount%3D5.00', GENUINE_LBC));
    $add('equals sign made a part of the key', str_replace('amount=5.00', 'amount%3D5.00', GENUINE_LBC));
    $add('digit moved between two values', str_replace('14022023&amount=5.00', '1402202&amount=35.00', GENUINE_LBC));
    $add('hash made a part of the id', str_replace('&hashed=', '%26hashed%3D', GENUINE_LBC));
    $joined = with(LBC, ['invoice_no' => '14022023&amount=5.00', 'amount' => null]);
    $add('an invoice number that holds an amount, split again', query(LBC) . hashed(query($joined)));
    $add('an amount split from a signed invoice number', str_replace('%26amount%3D5.00', '&amount=5.00', signed_query($joined)));
    $gateway = with(LBC, ['gateway' => 'localbankcards&canceled=1', 'approved' => null]);
    $add('canceled inside the gateway', signed_query($gateway));
    $add('canceled split from the gateway', str_replace('%26canceled%3D1', '&canceled=1', signed_query($gateway)));
    $inside = with(LBC_CANCELED, ['transaction_id' => '100900&approved=1']);
    $add('approved inside the id', signed_query($inside));
    $add('approved split from the id', str_replace('%26approved%3D1', '&approved=1', signed_query($inside)));
    $add('an equals sign inside the id', signed_query(with(LBC, ['transaction_id' => 'a=b=c'])));
    $add('an equals sign inside the id as it is', str_replace('%3D', '=', signed_query(with(LBC, ['transaction_id' => 'a=b=c']))));
    $add('an unsigned value moved into a signed one', 'order=77%26' . GENUINE_LBC);
    $add('signed without encoding, a boundary moved', 'gateway=localbankcards&approved=1&invoice_no=1%26amount%3D5.00&transaction_id=1' . hashed('gateway=localbankcards&approved=1&invoice_no=1&amount=5.00&transaction_id=1'));
    $add('a return page inside a callback\'s key', 'tlync&approved=1&invoice_no=14022023&hashed=' . mac('approved=1&invoice_no=14022023', LBC_SECRET), 'tlync');
}

function t14_secrets(File $file): void
{
    foreach (['s' => 's', 'two words' => 'two words', 'Arabic letters' => "\u{645}\u{641}\u{62A}\u{627}\u{62D}", 'a block of the hash' => str_repeat('k', 64), 'more than a block of the hash' => str_repeat('k', 65), '200 letters' => str_repeat('k', 200)] as $name => $secret) {
        $file->add('T14', "secret of {$name}", 'local_bank_cards', signed_query(LBC, $secret), $secret);
    }
    $file->add('T14', 'a secret that differs in its last letter', 'local_bank_cards', signed_query(LBC, str_repeat('k', 64) . 'x'), str_repeat('k', 64) . 'y');
    // HMAC first hashes a key that is longer than a block. So the hash of such a key is an equal key.
    $file->add('T14', 'the hash of a secret for the secret', 'local_bank_cards', signed_query(LBC, str_repeat('k', 65)), hash('sha256', str_repeat('k', 65)));
}

/** A body of these members, with the signature of the values that PHP reads in them. */
function signed_body(string $members, string $kind = 'tlync', bool $everything = false, string $secret = LBC_SECRET): string
{
    $parameters = json_decode("{{$members}}", true) ?? [];
    $signed = $everything ? everything($parameters) : signed_keys($kind, $parameters);
    return "{{$members},\"hashed\":\"" . mac(canonical($signed), $secret) . '"}';
}

const MEMBERS = '"gateway":"tlync","approved":1,"invoice_no":"14022023","amount":5.00,"transaction_id":100900,"payment_method":"sadad"';

function t16_bodies(File $file): void
{
    $add = fn (string $name, string $members, bool $everything = false) => $file->add_body('T16', $name, 'tlync', signed_body($members, everything: $everything));
    $with = fn (string $key, string $literal) => preg_replace('/("' . $key . '":)("[^"]*"|[^,]*)/', '${1}' . strtr($literal, ['\\' => '\\\\', '$' => '\\$']), MEMBERS);

    $add('numbers', MEMBERS);
    $add('strings', '"gateway":"tlync","approved":"1","invoice_no":"14022023","amount":"5.00","transaction_id":"100900","payment_method":"sadad"');
    $add('without approved', str_replace('"approved":1,', '', MEMBERS));
    foreach (['true', 'false', 'null', '0', '"1"', '"0"', '""', '1.0', '1e0', '0.0', '10e-1', '"true"', '2', '-1', '1.5', '-0', '-0.0', '" 1"', '[]', '[1]', '{}'] as $literal) {
        $add("approved {$literal}", $with('approved', $literal));
    }
    foreach (['5', '5.0', '6.01', '5.10', '100.10', '1e3', '1E+2', '5e-1', '0.50', '50e-2', '123456789012.34', '"5"', '"5.00"', '99999999999999', '0', '-5', '-0.0', '5.001', '0.0001', '0.00001', '1e15', '1e25', '1e-7', '12345678901234.5', '5.000000000000001', '0.30000000000000004', '123456789012345678901', '1e309', 'true', 'false', 'null', '"5e0"', '[5]', '{"value":5}', '{}', '[]'] as $literal) {
        $add("amount {$literal}", $with('amount', $literal));
    }
    foreach (['9223372036854775807', '-9223372036854775808', '-1', '0', '1.5', '1e25', '1.25e25', '1e14', '1e100', '1e-10', '-1.5e-7', '1234567890123.4', 'true', 'false', '9223372036854775808', '-9223372036854775809', '12345678901234567890', 'null', '[100900]', '"\\u0031\\u002e\\/"', '"\\u00e9\\ud83d\\ude00"', '"a b*c~d"', '"a\\"b\\\\c"', '"\\n"', '"\\u0000"', '"\\u007f"', '" "'] as $literal) {
        $add("transaction id {$literal}", $with('transaction_id', $literal));
    }
    foreach (['14022023', 'true', '5.00', '"INV-1"', '""', 'null', '["14022023"]', '-5', '1e25', '1.50', '12345678901234567890'] as $literal) {
        $add("invoice number {$literal}", $with('invoice_no', $literal));
    }
    foreach (['null', '"mpgs"', '"\\u0074lync"', '1', '["tlync"]', '"tlync "', '"TLYNC"'] as $literal) {
        $add("gateway {$literal}", $with('gateway', $literal));
    }
    foreach (['"newpay"', '"\\u0633\\u062f\\u0627\\u062f"', '7', '{}'] as $literal) {
        $add("payment method {$literal}", $with('payment_method', $literal));
    }
    $add('keys escaped', str_replace('amount', '\\u0061mount', MEMBERS));
    $add('white space', " \n\t" . str_replace([',', ':'], [" ,\r\n", ' : '], MEMBERS) . ' ');
    $add('another order', implode(',', array_reverse(explode(',', MEMBERS))));
    $body = signed_body(MEMBERS);
    $file->add_body('T16', 'white space around', 'tlync', " \r\n\t{$body}\n");
    $file->add_body('T16', 'order changed after signing', 'tlync', str_replace('"gateway":"tlync","approved":1', '"approved":1,"gateway":"tlync"', $body));
    $file->add_body('T16', '5.0 where 5.00 was signed', 'tlync', str_replace('5.00', '5.0', $body));
    $file->add_body('T16', 'true where 1 was signed', 'tlync', str_replace('"approved":1', '"approved":true', $body));
    $file->add_body('T16', 'a string where a number was signed', 'tlync', str_replace('100900', '"100900"', $body));
    $file->add_body('T16', 'the string 5.00 where the number was signed', 'tlync', str_replace('5.00', '"5.00"', $body));
    $file->add_body('T16', 'signed as written, not as PHP reads it', 'tlync', '{' . MEMBERS . ',"hashed":"' . mac(query(with(TLYNC, ['amount' => '5.00'])), LBC_SECRET) . '"}');
    $file->add_body('T16', 'signed as the body\'s bytes', 'tlync', '{' . MEMBERS . ',"hashed":"' . mac('{' . MEMBERS . '}', LBC_SECRET) . '"}');
    $file->add_body('T16', 'amount changed after signing', 'tlync', str_replace('5.00', '5.01', $body));
    $file->add_body('T16', 'a null where nothing was', 'tlync', str_replace('"amount"', '"note":null,"amount"', $body));

    $extras = ['a text' => '"x":"y"', 'null' => '"x":null', 'an array' => '"x":[1,{"approved":0}]', 'an object' => '"x":{"amount":1,"amount":2}', 'a number of many digits' => '"x":0.30000000000000004', 'a number that is too large' => '"x":1e999', 'an empty key' => '"":1', 'a key in another case' => '"Amount":1', 'a key of no fold' => '"[amount]":1', 'a key with a NUL in front' => '"\\u0000amount":1', 'a number for a key' => '"5":1', 'canceled' => '"canceled":1', 'an escaped quote' => '"x\\"":"\\",{"'];
    foreach ($extras as $name => $extra) {
        $add("{$name} too, in front", "{$extra}," . MEMBERS);
        $add("{$name} too, at the end", MEMBERS . ",{$extra}");
    }
    $add('signed too', MEMBERS . ',"fee":0.10', true);
    $add('signed too, in front', '"order":77,' . MEMBERS, true);
    $add('signed too, an array as PHP writes it', MEMBERS . ',"fee":0.10,"basket":[1,2]', true);
    $add('signed too, a number as PHP rounds it', MEMBERS . ',"fee":0.30000000000000004', true);
    foreach (['[1,2]', '{}', '0.30000000000000004', '1e999'] as $literal) {
        $file->add_body('T16', "signed too, but not a {$literal} too", 'tlync', substr(signed_body(MEMBERS . ',"fee":0.10', everything: true), 0, -1) . ",\"x\":{$literal}}");
    }
    $add('signed too, a null left out', MEMBERS . ',"fee":0.10,"note":null', true);
    $add('signed too, canceled', MEMBERS . ',"canceled":true', true);
    $add('signed too, canceled false', MEMBERS . ',"canceled":false', true);

    foreach (['amount', 'approved', 'gateway', 'hashed'] as $key) {
        $file->add_body('T16', "{$key} twice", 'tlync', substr($body, 0, -1) . ",\"{$key}\":5}");
        $file->add_body('T16', "{$key} twice, null", 'tlync', "{\"{$key}\":null," . substr($body, 1));
    }
    foreach (['\\u0061mount' => 'amount twice, once escaped', 'invoice.no' => 'invoice.no', 'invoice no' => 'invoice no', 'invoice[no' => 'invoice[no', 'amount[]' => 'amount[]', ' amount' => ' amount', 'amount\\u0000' => 'amount and a NUL'] as $key => $name) {
        $file->add_body('T16', "{$name} too", 'tlync', substr($body, 0, -1) . ",\"{$key}\":5}");
    }
    $file->add_body('T16', 'an undeclared key twice', 'tlync', substr($body, 0, -1) . ',"x":1,"x":1}');
    $file->add_body('T16', 'an undeclared key twice, once escaped', 'tlync', substr($body, 0, -1) . ',"x":1,"\\u0078":1}');

    foreach (['' => 'nothing', ' ' => 'white space', 'null' => 'null', 'true' => 'true', '1' => 'a number', '"x"' => 'a text', '[]' => 'an empty array', '[[\"gateway\",\"tlync\"]]' => 'an array', '{' => 'half an object', "{\"a\":1" => 'an object without an end', 'gateway=tlync&approved=1' => 'a query'] as $raw => $name) {
        $file->add_body('T16', "{$name} for a body", 'tlync', (string) $raw);
    }
    $file->add_body('T16', 'an empty object for a body', 'tlync', '{}');
    foreach (['x' => 'a letter', '{}' => 'an object', ',' => 'a comma', "\0" => 'a NUL', "\u{FEFF}" => 'a byte order mark'] as $garbage => $name) {
        $file->add_body('T16', "{$name} after the body", 'tlync', $body . $garbage);
        $file->add_body('T16', "{$name} before the body", 'tlync', $garbage . $body);
    }
    $file->add_body('T16', 'in an array', 'tlync', "[{$body}]");
    $file->add_body('T16', 'a comma before the end', 'tlync', substr($body, 0, -1) . ',}');
    $file->add_body('T16', 'a comment', 'tlync', substr($body, 0, -1) . '/**/}');
    $file->add_body('T16', 'single quotes', 'tlync', strtr($body, '"', "'"));
    foreach (['05', '5.', '.5', '+5', '0x5', 'NaN', 'Infinity', '5e', '--5', "'5'", 'undefined', '"5', "\"5\n\"", "\"5\t\"", '"\\x35"', '"\\u00"', '"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"'] as $literal) {
        $file->add_body('T16', 'not JSON: ' . addcslashes($literal, "\n\t"), 'tlync', str_replace('5.00', $literal, $body));
    }
    $file->add_body('T16', 'half a surrogate pair under another key', 'tlync', substr($body, 0, -1) . ',"x":"\\ud800"}');
    $file->add_body('T16', 'half a surrogate pair in another key', 'tlync', substr($body, 0, -1) . ',"\\ud800":1}');
    $file->add_body('T16', 'half a surrogate pair in an array', 'tlync', substr($body, 0, -1) . ',"x":["\\udc00"]}');
    $file->add_body('T16', 'bytes that are not UTF-8', 'tlync', str_replace('sadad', "sada\xFF", $body));
    $file->add_body('T16', 'bytes that are not UTF-8 under another key', 'tlync', substr($body, 0, -1) . ",\"x\":\"\xC3\"}");
    $file->add_body('T16', 'UTF-16', 'tlync', "\xFF\xFE" . implode('', array_map(fn ($byte) => "{$byte}\0", str_split($body))));

    $hash = mac(query(TLYNC), LBC_SECRET);
    foreach (['null' => 'null', '""' => 'empty', '0' => 'a number', 'true' => 'true', "[\"{$hash}\"]" => 'in an array', '"' . strtolower($hash) . '"' => 'in lower case', "\"{$hash}\\n\"" => 'with a line break', '"' . substr($hash, 1) . '"' => 'of 63 digits', '"\\u003' . $hash[0] . substr($hash, 1) . '"' => 'with an escaped digit', '"' . str_repeat('0', 64) . '"' => 'of zeros'] as $literal => $name) {
        $file->add_body('T16', "hash {$name}", 'tlync', '{' . MEMBERS . ",\"hashed\":{$literal}}");
    }
    $file->add_body('T16', 'without a hash', 'tlync', '{' . MEMBERS . '}');
    $file->add_body('T16', 'hash in front', 'tlync', "{\"hashed\":\"{$hash}\"," . MEMBERS . '}');

    $file->add_body('T16', '8192 bytes', 'tlync', $body . str_repeat(' ', 8192 - strlen($body)));
    $file->add_body('T16', '8193 bytes', 'tlync', $body . str_repeat(' ', 8193 - strlen($body)));
    $many = fn (int $count) => signed_body(MEMBERS . implode('', array_map(fn ($number) => ",\"k{$number}\":1", range(8, $count))));
    $file->add_body('T16', '64 members', 'tlync', $many(64));
    $file->add_body('T16', '65 members', 'tlync', $many(65));

    $file->add_body('T16', 'Local Bank Cards in a body', 'local_bank_cards', signed_body('"gateway":"localbankcards","canceled":true,"invoice_no":"1","amount":5', 'local_bank_cards'));
    $file->add_body('T16', 'Local Bank Cards contradictory in a body', 'local_bank_cards', signed_body('"gateway":"localbankcards","approved":true,"canceled":1,"invoice_no":"1","amount":5,"transaction_id":1', 'local_bank_cards'));
    $file->add_body('T16', 'MPGS in a body', 'mpgs', signed_body('"gateway":"mpgs","approved":true,"canceled":false,"amount":"5.00","currency":"USD","invoice_no":"232323","transaction_id":1', 'mpgs'));
    $file->add_body('T16', 'a return page in a body, read as a callback', 'tlync', signed_body('"approved":1,"invoice_no":"14022023"'));
}

function t34_everything(File $file): void
{
    $signed = fn (array $extra, array $pairs = LBC) => signed_query([...$pairs, ...$extra]);
    $add = fn (string $name, string $raw, string $kind = 'local_bank_cards') => $file->add('T34', $name, $kind, $raw);
    $twice = [['fee', '1'], ['fee', '2']];
    $add('an undeclared key twice, signed literally', $signed($twice));
    $add('an undeclared key twice with one value, signed literally', $signed([['fee', '1'], ['fee', '1']]));
    $add('an undeclared key twice, signed as PHP keeps it', query([...LBC, ...$twice]) . hashed(query([...LBC, ['fee', '2']])));
    $add('an undeclared key twice, once escaped', str_replace('&fee=2', '&%66ee=2', $signed($twice)));
    $add('an undeclared key twice, not signed', GENUINE_LBC . '&fee=1&fee=2');
    foreach (['a.b', 'a b', ' a', 'a ', 'x[]', 'x[0]', 'x[', '[x]', '[x', '', "x\0y", "\0", 'amount_due ', 'currency[', 'gateway_[', '.', ' '] as $key) {
        $name = $key === '' ? 'an empty key' : 'the key ' . urlencode($key);
        $add("{$name}, signed literally", $signed([[$key, '1']]));
        $add("{$name}, signed in front", signed_query([[$key, '1'], ...LBC]));
        $add("{$name} next to one that is signed too", $signed([['fee', '1'], [$key, '1']]));
        $add("{$name}, not signed", GENUINE_LBC . '&' . urlencode($key) . '=1');
    }
    foreach (['a.b' => 'a_b', 'a b' => 'a_b', ' a' => 'a', 'x[' => 'x_', "x\0y" => 'x'] as $key => $renamed) {
        $add('the key ' . urlencode($key) . ', signed as PHP names it', query([...LBC, [$key, '1']]) . hashed(query([...LBC, [$renamed, '1']])));
    }
    foreach (['fee', 'x]', '5', '05', "\u{E9}", "\xFF", 'a-b', 'A_B', '*', "\t", "x\n", '=', '&', '%41', '+'] as $key) {
        $add('the key ' . urlencode($key) . ', which PHP keeps', $signed([[$key, '1']]));
    }
    foreach (['LYD', '', 'USD', 'EUR', 'lyd', 'LYD ', ' LYD', '434', "\xFF"] as $currency) {
        $name = $currency === '' ? 'an empty currency' : 'the currency ' . urlencode($currency);
        $add("{$name} that is not declared, signed", $signed([['currency', $currency]]));
        $add("{$name} that is not declared, not signed", GENUINE_LBC . '&currency=' . urlencode($currency));
        $add("{$name} that T-Lync does not declare, signed", $signed([['currency', $currency]], TLYNC), 'tlync');
    }
    $add('a currency of a canceled payment, signed', $signed([['currency', 'USD']], LBC_CANCELED));
    $add('a return page with a currency', 'currency=USD&' . signed_query(PAGE), 'tlync_return');

    $body = fn (string $extra) => signed_body(MEMBERS . ",{$extra}", everything: true);
    foreach (['a.b', 'a b', ' a', 'x[]', 'x[', '', 'x\\u0000y', '[x]'] as $key) {
        $name = $key === '' ? 'an empty key' : 'the key ' . addcslashes($key, '\\');
        $file->add_body('T34', "{$name} in a body, signed", 'tlync', $body("\"{$key}\":1"));
        $file->add_body('T34', "{$name} in a body, null next to one that is signed", 'tlync', $body("\"{$key}\":null,\"fee\":1"));
    }
    foreach (['"LYD"', '""', 'null', '"USD"', '"lyd"', '1'] as $currency) {
        $file->add_body('T34', "the currency {$currency} in a body, signed", 'tlync', $body("\"currency\":{$currency}"));
    }
    $literal = mac(query([...with(TLYNC, ['amount' => '5']), ['fee', '1'], ['fee', '2']]), LBC_SECRET);
    $file->add_body('T34', 'an undeclared key twice in a body, signed literally', 'tlync', '{' . MEMBERS . ",\"fee\":1,\"fee\":2,\"hashed\":\"{$literal}\"}");
}

$file = new File();
genuine($file);
honest($file);
t1_forging($file);
t2_tampering($file);
t4_kinds($file);
t5_extras($file);
t6_currency($file);
t7_flags($file);
t8_hash($file);
t9_pollution($file);
t10_size($file);
t11_encodings($file);
t12_bytes($file);
t13_boundaries($file);
t14_secrets($file);
t16_bodies($file);
t34_everything($file);
$file->print();
