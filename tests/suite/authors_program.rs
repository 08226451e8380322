//! The sandbox's program with an author's own gateways (`programs/coast_sandbox.rs`). It describes,
//! signs and explains them like the built-in ones.

use std::process::Command;

use serde_json::Value;

/// Runs the program, and returns its exit code and its output.
fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_coast-sandbox"))
        .args(args)
        .env("PLUTU_SANDBOX_SECRET_KEY", "sk_of_this_test")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), printed + &error)
}

/// The output of a run that succeeds.
fn printed(args: &[&str]) -> String {
    let (code, printed) = run(args);
    assert_eq!(code, Some(0), "{args:?}: {printed}");
    printed
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&printed(args)).unwrap()
}

#[test]
fn it_shows_gateways_that_were_added_or_replaced() {
    let shown = json(&["gateways", "--json"]);
    let names = shown.as_array().unwrap().iter();
    let names: Vec<_> = names
        .map(|it| (it["name"].as_str(), it["currency"].as_str()))
        .collect();
    let pair = |name, currency| (Some(name), Some(currency));
    assert_eq!(
        names,
        [
            pair("edfali", "LYD"),
            pair("sadadapi", "LYD"),
            pair("localbankcards", "LYD"),
            pair("mpgs", "EUR"),
            pair("tlync", "LYD"),
            pair("coastpay", "LYD"),
            pair("harborwallet", "LYD"),
        ]
    );
    let table = printed(&["gateways"]);
    for line in [
        "coastpay        LYD       on a hosted page                      the callback, in the payer's browser",
        "coastpay/open-page      no           amount* ref* return_url* till* note",
        "coastpay callback        browser     gateway approved canceled ref amount till counter transaction_id",
    ] {
        assert!(table.lines().any(|it| it == line), "{line}\n{table}");
    }
}

#[test]
fn its_openapi_document_has_them() {
    let document = json(&["openapi"]);
    let operation = &document["paths"]["/transaction/coastpay/open-page"]["post"];
    assert_eq!(operation["operationId"], "coastpay_open_page");
    assert_eq!(operation["summary"], "Opens a payment");
    let about = operation["description"].as_str().unwrap();
    assert!(
        about.starts_with("See `Callback` for its result."),
        "{about}"
    );
    let form = &document["components"]["schemas"]["coastpay_open_page"];
    assert_eq!(
        form["required"],
        serde_json::json!(["amount", "ref", "return_url", "till"])
    );
    let callback = &document["webhooks"]["coastpay_callback"]["get"];
    let parameters = callback["parameters"].as_array().unwrap();
    let counter = parameters
        .iter()
        .find(|it| it["name"] == "counter")
        .unwrap();
    assert_eq!(
        counter["schema"]["enum"],
        serde_json::json!(["harbor", "old-town"])
    );
    let about = callback["description"].as_str().unwrap();
    assert!(
        about.contains("compare `amount` and `ref` with the order"),
        "{about}"
    );
    let currency = &document["webhooks"]["mpgs_callback"]["get"]["parameters"][4];
    assert_eq!(currency["schema"]["const"], "EUR");
}

#[test]
fn it_knows_which_callbacks_there_are() {
    let help = printed(&["trigger", "--help"]);
    let kinds = "mpgs.canceled, tlync.approved, tlync.declined, tlync.return, coastpay.approved, \
                 coastpay.declined, coastpay.canceled]";
    assert!(help.contains(kinds), "{help}");
    let (code, error) = run(&["trigger", "coastpay.return"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("coastpay.canceled"), "{error}");
    let help = printed(&["verify", "--help"]);
    let kinds = "[possible values: localbankcards, mpgs, tlync, tlync-return, coastpay]";
    assert!(help.contains(kinds), "{help}");
    // The completions are for the program's own name.
    let completions = printed(&["completions", "bash"]);
    assert!(
        completions.contains("-o default coast-sandbox\n"),
        "{completions}"
    );
    assert!(
        completions.contains("tlync-return coastpay"),
        "{completions}"
    );
}

#[test]
fn it_explains_their_callbacks() {
    let sign = |query: &str| printed(&["sign", query]).trim().to_owned();
    let explain = |callback: &str, args: &[&str]| {
        let (code, printed) = run(&[&["verify", callback], args].concat());
        let verdict = printed.lines().next().unwrap().to_owned();
        (code, verdict)
    };
    let is = |code, verdict: &str| (Some(code), format!("verdict: {verdict}"));

    let genuine = "gateway=coastpay&approved=1&ref=INV-7&amount=5.00&till=B07&counter=harbor&transaction_id=9";
    let signed = sign(genuine);
    assert_eq!(explain(&signed, &[]), is(0, "it verifies"));
    assert_eq!(
        explain(&signed, &["--kind", "coastpay"]),
        is(0, "it verifies")
    );
    assert_eq!(explain(&signed, &["--kind", "mpgs"]).0, Some(1));

    let odd = sign(&genuine.replace("harbor", "moon"));
    assert_eq!(
        explain(&odd, &[]),
        is(1, "the callback's parameter `counter` has a bad value")
    );
    let tampered = signed.replace("5.00", "1.00");
    assert_eq!(explain(&tampered, &[]).0, Some(1));
    // The built-in gateway was replaced.
    let dollars =
        "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=INV-7&transaction_id=9";
    assert_eq!(
        explain(&sign(dollars), &[]),
        is(1, "the callback's parameter `currency` has a bad value")
    );
    let euros = dollars.replace("USD", "EUR");
    assert_eq!(explain(&sign(&euros), &[]), is(0, "it verifies"));
}
