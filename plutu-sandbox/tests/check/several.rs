//! One check of a shop with several gateways.

use std::fs;

use crate::program::Checked;
use crate::program::checking;
use crate::program::shop;
use crate::temporary::Temporary;

const CONFIG: &str = r#"
start = "http://127.0.0.1:{port}/start?gateway={gateway}&amount={amount}&invoice_no={invoice_no}"
paid = "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}"

[gateways.sadadapi]
code = "http://127.0.0.1:{port}/code?invoice_no={invoice_no}&code={code}"

[gateways.mpgs]

[gateways.tlync]
amount = "20.00"
"#;

/// A check with this file of the small shop, which makes this mistake.
fn check(config: &str, mistake: &str, arguments: &[&str]) -> (Checked, String) {
    let name = format!("several-{mistake}-{}", arguments.len());
    let (file, junit) = (
        Temporary::new(&name),
        Temporary::new(&format!("{name}.xml")),
    );
    fs::write(file.path(), config).unwrap();
    let mut command = checking(&shop());
    command.arg("--config").arg(file.path());
    command.arg("--junit").arg(junit.path());
    command.args(arguments).env("SHOP_MISTAKE", mistake);
    let checked = Checked::of(command);
    (
        checked,
        fs::read_to_string(junit.path()).unwrap_or_default(),
    )
}

fn assert_found(checked: &Checked, expected: &[(&str, &[&str])]) {
    let gateways = checked.json["gateways"].as_array().unwrap();
    let names = |gateway: &serde_json::Value| {
        let probes = gateway["probes"].as_array().unwrap().iter();
        let found = probes.filter(|probe| probe["result"] == "finding");
        let names: Vec<_> = found
            .map(|probe| probe["name"].as_str().unwrap().to_owned())
            .collect();
        (gateway["gateway"].as_str().unwrap().to_owned(), names)
    };
    let found: Vec<_> = gateways.iter().map(names).collect();
    let found: Vec<_> = found
        .iter()
        .map(|(gateway, names)| {
            (
                gateway.as_str(),
                names.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, found)| (*name, found.to_vec()))
        .collect();
    assert_eq!(found, expected, "{} {}", checked.error, checked.json);
}

#[test]
fn one_run_checks_all_gateways_of_the_file() {
    let (checked, junit) = check(CONFIG, "", &[]);
    assert_found(
        &checked,
        &[("sadadapi", &[]), ("mpgs", &[]), ("tlync", &[])],
    );
    assert_eq!(checked.code, Some(0), "{}", checked.json);
    assert_eq!(junit.matches("<testsuite name=").count(), 3, "{junit}");
    let sums = ["passed", "requests"].map(|key| {
        let gateways = checked.json["gateways"].as_array().unwrap().iter();
        let sum: u64 = gateways.map(|gateway| gateway[key].as_u64().unwrap()).sum();
        assert_eq!(checked.json[key], sum, "{key}");
        sum
    });
    assert!(sums[0] > 50 && sums[1] > 200, "{sums:?}");
}

#[test]
fn the_findings_of_each_gateway_are_reported() {
    let only = ["--only", "declined,charge-answer-lost,canceled"];
    let (checked, junit) = check(CONFIG, "declined", &only);
    let found = ["declined"].as_slice();
    assert_found(
        &checked,
        &[("sadadapi", &[]), ("mpgs", found), ("tlync", found)],
    );
    assert_eq!(checked.code, Some(1));
    // The probes that were chosen, and the genuine payment, as far as the gateway has them.
    for (gateway, count) in [("sadadapi", 2), ("mpgs", 3), ("tlync", 2)] {
        let cases = format!("<testcase classname=\"{gateway}\"");
        assert_eq!(junit.matches(&cases).count(), count, "{gateway} {junit}");
    }
    assert_eq!(junit.matches("<failure").count(), 2, "{junit}");
}

#[test]
fn the_command_line_chooses_one_gateway_of_the_file() {
    let (checked, _) = check(CONFIG, "", &["--gateway", "tlync", "--only", "declined"]);
    assert_found(&checked, &[("tlync", &[])]);
    assert_eq!(checked.names("passed"), ["genuine-payment", "declined"]);

    let (checked, _) = check(CONFIG, "", &["--gateway", "edfali"]);
    assert_eq!(checked.code, Some(2));
    let says = "--gateway: the file has mpgs, sadadapi, tlync";
    assert!(checked.error.contains(says), "{}", checked.error);
}

#[test]
fn a_gateway_that_cannot_be_checked_does_not_stop_the_others() {
    let config = CONFIG.replace("amount = \"20.00\"", "amount = \"-1\"");
    let (checked, junit) = check(&config, "broken", &["--only", "declined"]);
    assert_found(
        &checked,
        &[("sadadapi", &[]), ("mpgs", &[]), ("tlync", &[])],
    );
    assert_eq!(checked.code, Some(2), "{}", checked.error);
    assert!(
        checked.error.contains("tlync: to start a payment"),
        "{}",
        checked.error
    );
    assert_eq!(checked.names("not run"), ["genuine-payment"]);
    assert_eq!(checked.names("skipped"), ["declined"]);
    assert!(
        junit.contains("<error message=\"to start a payment"),
        "{junit}"
    );

    let config = CONFIG.replace("code =", "# code =");
    let (checked, _) = check(&config, "no-code", &[]);
    assert_eq!(checked.code, Some(2));
    let says = "--code: it is required for sadadapi";
    assert!(checked.error.contains(says), "{}", checked.error);
}
