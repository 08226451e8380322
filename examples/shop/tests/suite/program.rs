//! The program: its settings, its output and its log, and its state after it is killed.

use std::env;
use std::fs;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;

use plutu_sandbox::Fault;
use plutu_sandbox::Sandbox;

use crate::file::TemporaryFile;
use crate::process::Program;
use crate::process::command;
use crate::process::command_of;
use crate::scene::ADFALI;
use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::Payer;
use crate::scene::SADAD;
use crate::scene::TLYNC;

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn without_settings_it_brings_a_sandbox_and_a_database_and_leaves_nothing() {
    let mut program = Program::spawn(command());
    let payer = Payer::new();
    let shop = format!("{}/en", program.url);
    assert!(payer.get(&shop).await.body.contains("Green tea"));
    let desk = payer.get(&program.desk_url).await;
    assert!(desk.body.contains("Nothing waits for a decision."));
    let plutu = program.says("plutu");
    assert!(plutu.starts_with("http://127.0.0.1:"), "{plutu}");
    let order = payer.order(&shop, "tea", "dinars").await;
    assert_eq!(payer.post(&order.page("pay"), ADFALI).await.status, 303);
    let paid = payer.post(&order.page("password"), "code=1111").await;
    assert_eq!(paid.status, 303);
    payer.wait_for(&order.url, ">shipped ·").await;

    assert_ne!(files_of(&program), 0);
    let id = program.process.0.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    assert!(program.process.0.wait().unwrap().success());
    assert_eq!(files_of(&program), 0);
}

/// The number of files of its database.
#[cfg(unix)]
fn files_of(program: &Program) -> usize {
    let start = format!("shop-{}-", program.process.0.id());
    let folder = fs::read_dir(env::temp_dir()).unwrap();
    let names = folder.map(|file| file.unwrap().file_name());
    names
        .filter(|name| name.to_str().is_some_and(|name| name.starts_with(&start)))
        .count()
}

#[test]
fn a_setting_that_cannot_be_used_is_named_and_not_shown() {
    for (settings, named) in [
        (&[("PORT", "canary")][..], "`PORT`"),
        (&[("ADDRESS", "canary")], "`ADDRESS`"),
        (&[("PLUTU_TIMEOUT", "canary")], "`PLUTU_TIMEOUT`"),
        (&[("DATABASE_URL", "")], "`DATABASE_URL`"),
        (&[("DATABASE_URL", "mysql://canary")], "`DATABASE_URL`"),
        (&[("DATABASE_URL", "sqlite::memory:")], "`DATABASE_URL`"),
        (&[("ADDRESS", "192.0.2.1")], "the shop cannot listen"),
        // An incomplete account. The shop must not start a sandbox instead.
        (&[("PLUTU_BASE_URL", "https://canary")], "`PLUTU_API_KEY`"),
        (&[("PLUTU_SECRET_KEY", "canary")], "`PLUTU_API_KEY`"),
        (
            &[
                ("PLUTU_API_KEY", "canary"),
                ("PLUTU_ACCESS_TOKEN", "canary"),
            ],
            "`PLUTU_SECRET_KEY`",
        ),
        (
            &[
                ("PLUTU_API_KEY", "canary"),
                ("PLUTU_ACCESS_TOKEN", "canary\n"),
                ("PLUTU_SECRET_KEY", "canary"),
            ],
            "`PLUTU_ACCESS_TOKEN`",
        ),
    ] {
        let output: Output = command()
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(named), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_whose_process_was_killed_is_frozen_by_the_next_one() {
    let (file, sandbox) = (TemporaryFile::new(), Sandbox::start().await.unwrap());
    let payer = Payer::new();
    let first = Program::spawn(command_of(&file.url(), &sandbox));
    let order = payer
        .order(&format!("{}/en", first.url), "tea", "dinars")
        .await;
    assert_eq!(payer.post(&order.page("pay"), SADAD).await.status, 303);
    // Plutu takes the money at once, and answers after the shop has been killed.
    sandbox.fault(Fault::Delay(Duration::from_secs(600)));
    let (asking, url) = (payer.clone(), order.page("password"));
    let waiting = tokio::spawn(async move { asking.post(&url, "code=111111").await });
    sandbox
        .wait_for_payment(&order.invoice_no(1))
        .await
        .unwrap();
    first.kill();
    waiting.abort();

    let mut command = command_of(&file.url(), &sandbox);
    command.env("PLUTU_TIMEOUT", "1");
    let second = Program::spawn(command);
    let (_, path) = order.url.split_at(order.url.find("/en/").unwrap());
    let url = format!("{}{path}", second.url);
    // Until it is frozen, nobody can pay it again either.
    assert!(!payer.get(&url).await.body.contains("Ways to pay"));
    let page = payer.wait_for(&url, "the money may have been taken").await;
    assert!(page.contains("outcome is unknown"), "{page}");
    let desk = payer.get(&second.desk_url).await;
    assert!(desk.body.contains("was the money taken?"));
    assert_eq!(sandbox.payments().len(), 1);
    second.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log() {
    let (file, sandbox) = (TemporaryFile::new(), Sandbox::start().await.unwrap());
    let payer = Payer::new();
    let program = Program::spawn(command_of(&file.url(), &sandbox));
    let shop = format!("{}/en", program.url);
    let mut secrets = vec![
        sandbox.credentials().api_key().expose().to_owned(),
        sandbox.credentials().access_token().expose().to_owned(),
        sandbox.secret_key().expose().to_owned(),
        program.desk_url.rsplit_once('/').unwrap().1.to_owned(),
        "913632323".to_owned(),
        "923632323".to_owned(),
        "111111".to_owned(),
        "123456".to_owned(),
    ];
    let order = payer.order(&shop, "tea", "dinars").await;
    let token = order.url.rsplit_once('/').unwrap().1.to_owned();
    secrets.push(token);
    for form in [LOCAL_BANK_CARDS, TLYNC] {
        let page = payer.post(&order.page("pay"), form).await;
        let (_, secret) = page.location().split_once("/checkout/").unwrap();
        secrets.push(secret.to_owned());
    }
    let url = sandbox.approve(&order.invoice_no(1)).await.unwrap();
    let (_, signature) = url.split_once("hashed=").unwrap();
    secrets.push(signature.to_owned());
    // Refused, lost, forged and replayed messages.
    for fault in ["error-BACKEND_ERROR", "drop-after", "html-502", "cut-json"] {
        sandbox.fault(fault.parse().unwrap());
        payer.post(&order.page("pay"), SADAD).await;
    }
    payer.post(&order.page("pay"), SADAD).await;
    payer.post(&order.page("password"), "code=123456").await;
    payer.post(&order.page("password"), "code=111111").await;
    payer.get(&format!("{url}0")).await;
    payer.get(&url).await;
    payer.get(&url.replace("/localbankcards", "/tlync")).await;
    sandbox.approve(&order.invoice_no(2)).await.unwrap();
    payer.get(&program.desk_url).await;
    payer.wait_for(&order.url, ">shipped ·").await;

    let log = program.kill();
    assert!(log.contains(&order.id) && log.contains("shipped"), "{log}");
    assert!(log.contains("WARN") && log.contains("rejected"), "{log}");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret}: {log}");
    }
}
