//! The program: its settings, what it prints and logs, and what is left when it is killed.

use std::env;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use plutu_sandbox::Fault;
use plutu_sandbox::Sandbox;

use crate::scene::ADFALI;
use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::Payer;
use crate::scene::SADAD;
use crate::scene::TLYNC;
use crate::scene::TemporaryFile;

/// A shop as a process of its own.
struct Program {
    process: Killed,
    stdout: BufReader<ChildStdout>,
    log: JoinHandle<String>,
    url: String,
    desk_url: String,
}

impl Program {
    /// Starts a shop that pays through this sandbox.
    fn start(database_url: &str, sandbox: &Sandbox) -> Self {
        Self::spawn(command_of(database_url, sandbox))
    }

    fn spawn(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut stderr = process.stderr.take().unwrap();
        // Read all the time, or the program would wait for it.
        let log = thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut next = |name: &str| {
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            let url = line.strip_prefix(name).map(str::trim);
            url.expect("the program says where it is").to_owned()
        };
        let (url, desk_url) = (next("shop"), next("desk"));
        Self {
            process: Killed(process),
            stdout,
            log,
            url,
            desk_url,
        }
    }

    /// Stops it as a power failure would. The result is its log.
    fn kill(self) -> String {
        drop(self.process);
        self.log.join().unwrap()
    }
}

/// A process that does not outlive its test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The program with no settings but a free port.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shop"));
    for name in [
        "ADDRESS",
        "DATABASE_URL",
        "SHOP_URL",
        "SHOP_DESK",
        "PLUTU_BASE_URL",
        "PLUTU_API_KEY",
        "PLUTU_ACCESS_TOKEN",
        "PLUTU_SECRET_KEY",
        "PLUTU_TIMEOUT",
    ] {
        command.env_remove(name);
    }
    command.env("PORT", "0");
    command
}

/// The program with an account at this sandbox.
fn command_of(database_url: &str, sandbox: &Sandbox) -> Command {
    let credentials = sandbox.credentials();
    let mut command = command();
    command
        .env("DATABASE_URL", database_url)
        .env("PLUTU_BASE_URL", sandbox.base_url())
        .env("PLUTU_API_KEY", credentials.api_key().expose())
        .env("PLUTU_ACCESS_TOKEN", credentials.access_token().expose())
        .env("PLUTU_SECRET_KEY", sandbox.secret_key().expose());
    command
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn without_settings_it_brings_a_sandbox_and_a_database_and_leaves_nothing() {
    let mut program = Program::spawn(command());
    let payer = Payer::new();
    let shop = format!("{}/en", program.url);
    assert!(payer.get(&shop).await.body.contains("Green tea"));
    let desk = payer.get(&program.desk_url).await;
    assert!(desk.body.contains("Nothing waits for a decision."));
    let mut line = String::new();
    program.stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with("plutu  http://127.0.0.1:"), "{line}");
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

/// How many files its database has.
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
        // A part of an account: no sandbox is started in its place.
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
    let first = Program::start(&file.url(), &sandbox);
    let order = payer
        .order(&format!("{}/en", first.url), "tea", "dinars")
        .await;
    assert_eq!(payer.post(&order.page("pay"), SADAD).await.status, 303);
    // Plutu takes the money at once, and answers when the shop is gone.
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
    // Until it is frozen, nobody can pay it a second time either.
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
    let program = Program::start(&file.url(), &sandbox);
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
    // Refused, lost, forged, replayed.
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
