<?php
// A small shop on `php -S` that takes MPGS with the calls that the documentation of Plutu's PHP SDK shows: confirm, redirect, and a
// callback handler whose result says whether the payment was approved. The SDK itself is not here; `Callbacks` follows the same rule.

/** The SDK's rule for callbacks: the listed keys that are there, in the order received, and nothing else is looked at. */
class Callbacks
{
    const SIGNED = ['gateway', 'approved', 'canceled', 'amount', 'currency', 'invoice_no', 'transaction_id'];

    function __construct(private string $secretKey)
    {
    }

    function handle(array $parameters): array
    {
        $signed = array_intersect_key($parameters, array_flip(self::SIGNED));
        $expected = strtoupper(hash_hmac('sha256', http_build_query($signed), $this->secretKey));
        $hash = $parameters['hashed'] ?? '';
        if (empty($hash) || !hash_equals($expected, $hash)) {
            throw new DomainException('the signature does not match');
        }
        return $parameters;
    }
}

function confirm(string $amount, string $invoiceNo, string $returnUrl): ?string
{
    $headers = ['Authorization: Bearer ' . getenv('PLUTU_ACCESS_TOKEN'), 'X-API-KEY: ' . getenv('PLUTU_API_KEY')];
    $form = http_build_query(['amount' => $amount, 'invoice_no' => $invoiceNo, 'return_url' => $returnUrl]);
    $request = ['method' => 'POST', 'header' => [...$headers, 'Content-Type: application/x-www-form-urlencoded'], 'content' => $form];
    $context = stream_context_create(['http' => $request + ['timeout' => (int) getenv('SHOP_TIMEOUT') ?: 3, 'ignore_errors' => true]]);
    $answer = @file_get_contents(getenv('PLUTU_BASE_URL') . '/transaction/mpgs/confirm', false, $context);
    return json_decode((string) $answer)?->result?->redirect_url ?? null;
}

/** Plutu cannot be asked: the payer may try again. */
function sorry(): void
{
    http_response_code(502);
    echo 'The payment could not be started. Please try again.';
}

ini_set('display_errors', '0');
$paid = fn (string $invoiceNo) => getenv('SHOP_STATE') . '/' . basename($invoiceNo);
try {
    switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
        case '/start':
            $url = confirm($_GET['amount'], $_GET['invoice_no'], 'http://' . $_SERVER['HTTP_HOST'] . '/return');
            $url === null ? sorry() : header("Location: $url", true, 302);
            break;
        case '/return':
            $callback = (new Callbacks(getenv('PLUTU_SECRET_KEY')))->handle($_GET);
            if (($callback['approved'] ?? '') == 1) {
                touch($paid($callback['invoice_no']));
            }
            break;
        case '/paid':
            http_response_code(file_exists($paid($_GET['invoice_no'])) ? 200 : 404);
    }
} catch (DomainException $error) {
    http_response_code(403);
}
