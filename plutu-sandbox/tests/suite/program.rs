//! The program `plutu-sandbox`.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Lines;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread::JoinHandle;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::PaymentMethod;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_sandbox::Sandbox;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::ADFALI_OTP;
use crate::support::Answer;
use crate::support::Browser;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::SADAD_OTP;
use crate::support::encode;
use crate::support::order;
use crate::support::with;

/// A running program, which ends with the test.
struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    printed: HashMap<String, String>,
}

impl Program {
    /// Starts the program on a free port, and reads what it prints until it is ready.
    fn start(args: &[&str]) -> Result<Self> {
        let mut program = Self::spawn(args)?;
        program.read_greeting()?;
        Ok(program)
    }

    fn read_greeting(&mut self) -> Result {
        loop {
            let line = self.line()?;
            if line.contains("Ctrl-C") {
                self.line()?;
                return Ok(());
            }
            if let Some((name, value)) = line.split_once("  ").or(line.split_once('=')) {
                let (name, value) = (name.to_owned(), value.trim().to_owned());
                self.printed.insert(name, value);
            }
        }
    }

    /// Starts the program, and reads nothing yet.
    fn spawn(args: &[&str]) -> Result<Self> {
        Self::of(&mut command(args))
    }

    fn of(command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        Ok(Self {
            child,
            lines: BufReader::new(stdout).lines(),
            printed: HashMap::new(),
        })
    }

    /// Reads until it is ready, and returns the base URL and the credentials.
    fn ready(&mut self, json: bool) -> Result<(String, Credentials)> {
        if !json {
            self.read_greeting()?;
            let base_url = self.printed("PLUTU_BASE_URL")?.to_owned();
            return Ok((base_url, self.credentials()?));
        }
        let started: Value = serde_json::from_str(&self.line()?)?;
        let text = |name: &str| {
            let text = started.get(name).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let credentials = Credentials::new(
            ApiKey::new(text("api_key"))?,
            AccessToken::new(text("access_token"))?,
        );
        Ok((text("base_url"), credentials))
    }

    fn line(&mut self) -> Result<String> {
        Ok(self.lines.next().ok_or("the program ended too early")??)
    }

    fn printed(&self, name: &str) -> Result<&str> {
        Ok(self.printed.get(name).ok_or_else(|| format!("no {name}"))?)
    }

    fn credentials(&self) -> Result<Credentials> {
        Ok(Credentials::new(
            ApiKey::new(self.printed("PLUTU_API_KEY")?)?,
            AccessToken::new(self.printed("PLUTU_ACCESS_TOKEN")?)?,
        ))
    }

    /// Opens a payment, and returns the URL of its page.
    async fn checkout(&self) -> Result<String> {
        checkout(self.printed("PLUTU_BASE_URL")?, &self.credentials()?).await
    }
}

async fn checkout(base_url: &str, credentials: &Credentials) -> Result<String> {
    let url = format!("{base_url}/transaction/mpgs/confirm");
    let request = Browser::open()?.post(&url, credentials);
    let request = request.header("Content-Type", FORM).body(encode(&ORDER));
    let answer = Answer::read(request.send().await?).await?;
    let url = answer.text("/result/redirect_url");
    Ok(url.ok_or_else(|| answer.json.to_string())?.to_owned())
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args(args);
    // Never use the state directory of the person who runs the tests.
    let state = concat!(env!("CARGO_TARGET_TMPDIR"), "/state");
    command.env("XDG_STATE_HOME", state).env("HOME", state);
    for name in [
        "ACCESS_TOKEN",
        "ADDRESS",
        "ALLOW_HOST",
        "API_KEY",
        "DELIVER_TO",
        "PORT",
        "PUBLIC_URL",
        "SECRET_KEY",
    ] {
        command.env_remove(format!("PLUTU_SANDBOX_{name}"));
    }
    command
}

fn run(args: &[&str]) -> Result<Output> {
    Ok(command(args).output()?)
}

/// The output of a run that must succeed.
fn printed(args: &[&str]) -> Result<String> {
    let output = run(args)?;
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    Ok(String::from_utf8(output.stdout)?)
}

/// The exit code and the message of a run that must fail.
fn refused(args: &[&str]) -> Result<(Option<i32>, String)> {
    let output = run(args)?;
    assert!(output.stdout.is_empty(), "{args:?}");
    Ok((output.status.code(), String::from_utf8(output.stderr)?))
}

#[tokio::test]
async fn it_prints_what_a_shops_settings_need() -> Result {
    let program = Program::start(&["--port", "0"])?;
    assert!(program.printed("PLUTU_SECRET_KEY")?.starts_with("sk_"));
    let base_url = program.printed("PLUTU_BASE_URL")?;
    assert!(base_url.starts_with("http://127.0.0.1:") && base_url.ends_with("/api/v1"));
    program.checkout().await?;
    let dashboard = program.printed("dashboard")?;
    let response = Browser::open()?.get(dashboard).await?;
    assert_eq!(response.status(), 200);
    Ok(())
}

#[tokio::test]
async fn it_shows_what_happens() -> Result {
    let mut program = Program::start(&["serve", "--port", "0", "--fault", "callback-twice"])?;
    let page = program.checkout().await?;
    assert_eq!(
        program.line()?,
        "200  /api/v1/transaction/mpgs/confirm  INV-1"
    );
    assert!(program.checkout().await.is_err());
    assert_eq!(
        program.line()?,
        "400  /api/v1/transaction/mpgs/confirm  INV-1  \
         DUPLICATED_INVOICE_NUMBER: the invoice number was already used"
    );
    Browser::open()?.press(&page, "approve").await?;
    assert_eq!(program.line()?, "approved  INV-1");
    let not_sent =
        "callback  INV-1  by the payer's browser: not sent: not an address of this machine";
    assert_eq!(program.line()?, not_sent);
    assert_eq!(program.line()?, "callback  INV-1  by the payer's browser");
    Ok(())
}

#[tokio::test]
async fn it_shows_requests_that_reach_no_endpoint() -> Result {
    let mut program = Program::start(&["--port", "0"])?;
    let base_url = program.printed("PLUTU_BASE_URL")?.to_owned();
    let client = Browser::open()?.client;
    let url = base_url.replace("/api/v1", "/v1/transaction/mpgs/confirm");
    client.post(&url).send().await?;
    let expected = "404  /v1/transaction/mpgs/confirm  UNKNOWN_PATH: unknown path; \
        did you mean /api/v1/transaction/mpgs/confirm?";
    assert_eq!(program.line()?, expected);
    client
        .post(&base_url)
        .header("Host", "plutu")
        .send()
        .await?;
    let expected = "403  /api/v1  UNKNOWN_HOST: the Host `plutu` is not this sandbox's; if it should be, \
        start it with `--allow-host plutu`";
    assert_eq!(program.line()?, expected);

    let mut program = Program::spawn(&["--port", "0", "--json"])?;
    let started: Value = serde_json::from_str(&program.line()?)?;
    let base_url = started["base_url"].as_str().ok_or("no URL")?;
    client.post(base_url).send().await?;
    let call: Value = serde_json::from_str(&program.line()?)?;
    let problem = call["problem"].as_str().unwrap_or_default();
    assert!(problem.starts_with("Unauthorized: "), "{call}");
    Ok(())
}

#[tokio::test]
async fn the_limit_can_be_turned_off() -> Result {
    let program = Program::start(&["--port", "0", "--no-limit"])?;
    let credentials = program.credentials()?;
    let url = format!(
        "{}/transaction/mpgs/confirm",
        program.printed("PLUTU_BASE_URL")?
    );
    let request = Browser::open()?.post(&url, &credentials);
    let form = encode(&with(&ORDER, ("amount", "500.01")));
    let request = request.header("Content-Type", FORM).body(form);
    assert_eq!(request.send().await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn mpgs_is_in_euros_if_the_account_is() -> Result {
    for (args, currency) in [
        (&["--port", "0"] as &[&str], "USD"),
        (&["--port", "0", "--mpgs-currency", "EUR"], "EUR"),
    ] {
        let program = Program::start(args)?;
        let base_url = program.printed("PLUTU_BASE_URL")?;
        let browser = Browser::open()?;
        let url = format!("{base_url}/transaction/mpgs/confirm");
        let request = browser.post(&url, &program.credentials()?);
        let request = request.header("Content-Type", FORM).body(encode(&ORDER));
        assert_eq!(request.send().await?.status(), 200);
        let control = base_url.replace("/api/v1", "/_sandbox/payments/INV-1/approve");
        let approved = Answer::read(browser.client.post(control).send().await?).await?;
        let return_url = approved.text("/return_url").ok_or("no URL")?;
        let signed = format!("&currency={currency}&invoice_no=INV-1&");
        assert!(return_url.contains(&signed), "{return_url}");
    }
    Ok(())
}

#[tokio::test]
async fn the_limit_names_the_option_that_turns_it_off() -> Result {
    let mut program = Program::start(&["--port", "0"])?;
    let base_url = program.printed("PLUTU_BASE_URL")?;
    let url = format!("{base_url}/transaction/mpgs/confirm");
    let request = Browser::open()?.post(&url, &program.credentials()?);
    let form = encode(&with(&ORDER, ("amount", "500.01")));
    request
        .header("Content-Type", FORM)
        .body(form)
        .send()
        .await?;
    let line = program.line()?;
    let problem = "test mode accepts at most 500 per transaction; start the sandbox with \
                   --no-limit to turn this off";
    assert!(line.ends_with(problem), "{line}");
    Ok(())
}

/// The shape of a number shows why it is refused, without revealing the number.
#[tokio::test]
async fn the_shape_of_a_bad_number_is_shown() -> Result {
    for json in [false, true] {
        let args = ["--port", "0", "--json"];
        let mut program = Program::spawn(&args[..if json { 3 } else { 2 }])?;
        let (base_url, credentials) = program.ready(json)?;
        let url = format!("{base_url}/transaction/edfali/verify");
        let request = Browser::open()?.post(&url, &credentials);
        let form = encode(&[("mobile_number", "91363232"), ("amount", "5")]);
        request
            .header("Content-Type", FORM)
            .body(form)
            .send()
            .await?;
        let line = program.line()?;
        assert!(line.contains("INVALID_MOBILE_NUMBER: "), "{line}");
        assert!(line.contains("(9••••••2, 8 digits)"), "{line}");
        assert!(!line.contains("1363"), "{line}");
    }
    Ok(())
}

#[tokio::test]
async fn a_client_cannot_forge_terminal_output() -> Result {
    let mut program = Program::start(&["--port", "0"])?;
    let credentials = program.credentials()?;
    let url = format!(
        "{}/transaction/mpgs/confirm",
        program.printed("PLUTU_BASE_URL")?
    );
    let request = Browser::open()?.post(&url, &credentials);
    let form = encode(&order("\u{1b}[2J\u{202e}\n"));
    request
        .header("Content-Type", FORM)
        .body(form)
        .send()
        .await?;
    let line = program.line()?;
    let expected = "422  /api/v1/transaction/mpgs/confirm  \\u{1b}[2J\\u{202e}\\u{a}  \
        INVALID_INPUTS: invoice_no: it has spaces around it";
    assert_eq!(line, expected);
    Ok(())
}

#[tokio::test]
async fn json_has_one_object_per_line_and_no_secrets() -> Result {
    let secret_key = "sk_of_this_test";
    let args = [
        "serve",
        "--json",
        "--port",
        "0",
        "--api-key",
        "key",
        "--access-token",
        "token",
        "--secret-key",
        secret_key,
    ];
    let mut program = Program::spawn(&args)?;
    let started: Value = serde_json::from_str(&program.line()?)?;
    let field = |name| {
        started
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    assert_eq!(field("event"), "started");
    assert_eq!((field("api_key"), field("access_token")), ("key", "token"));
    assert_eq!(field("secret_key"), secret_key);
    let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
    let page = checkout(field("base_url"), &credentials).await?;
    Browser::open()?.press(&page, "cancel").await?;
    let mut events = Vec::new();
    for _ in 0..3 {
        let line = program.line()?;
        for secret in ["token=", "hashed", secret_key] {
            assert!(!line.contains(secret), "{line}");
        }
        let event: Value = serde_json::from_str(&line)?;
        assert_eq!(event.get("invoice_no"), Some(&"INV-1".into()), "{line}");
        events.extend(
            event
                .get("event")
                .and_then(Value::as_str)
                .map(str::to_owned),
        );
    }
    assert_eq!(events, ["call", "answered", "callback"]);
    Ok(())
}

#[test]
fn it_warns_if_others_can_reach_it() -> Result {
    let mut child = command(&["--port", "0", "--address", "0.0.0.0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take().ok_or("no stderr")?;
    let line = BufReader::new(stderr).lines().next();
    child.kill()?;
    child.wait()?;
    let line = line.ok_or("no warning")??;
    assert!(
        line.starts_with("WARNING: listening on 0.0.0.0: "),
        "{line}"
    );
    Ok(())
}

#[test]
fn it_helps() -> Result {
    let help = printed(&["--help"])?;
    for part in [
        "Usage: plutu-sandbox",
        "[default: 8080]",
        "serve",
        "trigger",
        "sign",
        "verify",
    ] {
        assert!(help.contains(part), "{help}");
    }
    let help = printed(&["serve", "--help"])?;
    let words: Vec<&str> = help.split_whitespace().collect();
    let words = words.join(" ");
    for text in [
        "If it is not a loopback address, anyone who can reach it has full control",
        "A fault to inject once, for example drop-after",
        "Ignores faults in invoice numbers and amounts",
        "Generates new credentials and replaces the stored ones",
        "Generates credentials for this run and stores nothing",
    ] {
        assert!(words.contains(text), "{help}");
    }
    let (sadad, adfali) = (SADAD_OTP, ADFALI_OTP);
    let expected = format!("one-time password is {sadad} and Adfali's is {adfali}");
    assert!(help.contains(&expected), "{help}");
    assert_eq!(Sandbox::OTP_LIFETIME.as_secs(), 5 * 60);
    assert!(help.contains("five minutes"), "{help}");
    Ok(())
}

#[test]
fn it_refuses_invalid_arguments() -> Result {
    for (args, named) in [
        (&["--port"] as &[&str], "--port"),
        (&["--port", "x"], "--port"),
        (&["--port", "65536"], "--port"),
        (&["--verbose"], "--verbose"),
        (&["8080"], "8080"),
        (&["serve", "--fault", "drop"], "drop-after"),
        (&["serve", "--api-key", "key"], "--access-token"),
        (&["trigger", "mpgs.refunded"], "mpgs.approved"),
        (
            &[
                "trigger",
                "mpgs.approved",
                "--secret-key",
                "k",
                "--set",
                "x",
            ],
            "NAME=VALUE",
        ),
        (
            &[
                "trigger",
                "mpgs.approved",
                "--secret-key",
                "k",
                "--set",
                "hashed=1",
            ],
            "--tampered",
        ),
        (&["sign"], "<QUERY>"),
    ] {
        let (code, message) = refused(args)?;
        assert_eq!(code, Some(2), "{args:?}");
        assert!(message.contains(named), "{args:?}: {message}");
        assert!(!message.contains('\u{1b}'), "no colors: {message}");
    }
    Ok(())
}

const NO_SECRET_KEY: &str = "error: no secret key: give --secret-key, set PLUTU_SANDBOX_SECRET_KEY, or run \
     `plutu-sandbox serve` once\n";

#[test]
fn without_a_secret_key_it_uses_the_stored_one() -> Result {
    let state = state("secret-key")?;
    let commands: [&[&str]; 3] = [
        &["sign", CANONICAL],
        &["verify", CANONICAL],
        &["trigger", "mpgs.approved"],
    ];
    let with_state = |args: &[&str]| {
        let mut command = command(args);
        command.env("XDG_STATE_HOME", &state).env("HOME", &state);
        command.output()
    };
    for args in commands {
        let output = with_state(args)?;
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8(output.stderr)?, NO_SECRET_KEY, "{args:?}");
        assert!(output.stdout.is_empty() && !state.exists(), "{args:?}");
    }

    let started = started(&state, &[])?;
    let kept = started["secret_key"].as_str().ok_or("no secret key")?;
    for args in commands {
        let output = with_state(args)?;
        let given = run(&[args, &["--secret-key", kept]].concat())?;
        assert_eq!(output, given, "{args:?}");
        assert_ne!(output.status.code(), Some(2), "{args:?}");
    }
    // A given key has priority over the stored one.
    let mut command = command(&["sign", CANONICAL]);
    command.env("XDG_STATE_HOME", &state).env("HOME", &state);
    let output = command.env("PLUTU_SANDBOX_SECRET_KEY", SECRET).output()?;
    assert!(String::from_utf8(output.stdout)?.contains(HASHED));
    Ok(())
}

#[test]
fn errors_name_the_option() -> Result {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    for (args, named) in [
        (
            &["--port", &port] as &[&str],
            format!("--port {port}: another program listens there").as_str(),
        ),
        (
            &["--port", "0", "--address", "192.0.2.1"],
            "--address 192.0.2.1: ",
        ),
    ] {
        let (code, message) = refused(args)?;
        assert_eq!(code, Some(1), "{args:?}");
        assert!(
            message.starts_with("error: ") && message.contains(named),
            "{message}"
        );
    }
    Ok(())
}

#[test]
fn a_bad_value_is_a_usage_error_that_names_its_option() -> Result {
    let trigger = ["trigger", "mpgs.approved", "--secret-key", "k"];
    for (args, named) in [
        (
            &["sign", "a=1", "--secret-key", " s3cr3t "] as &[&str],
            "--secret-key or PLUTU_SANDBOX_SECRET_KEY: ",
        ),
        (&["serve", "--secret-key", ""], "--secret-key or "),
        (
            &["verify", "a=1", "--secret-key", " s3cr3t "],
            "--secret-key or ",
        ),
        (
            &["serve", "--api-key", "s3cr3t ", "--access-token", "t"],
            "--api-key or PLUTU_SANDBOX_API_KEY: ",
        ),
        (
            &["serve", "--api-key", "k", "--access-token", "s3cr3t "],
            "--access-token or PLUTU_SANDBOX_ACCESS_TOKEN: ",
        ),
        (&[&trigger[..], &["--to", "shop"]].concat(), "--to: "),
        (
            &[&trigger[..], &["--to", "https://shop.example/"]].concat(),
            "--to: only plain http",
        ),
        (&["--max-payments", "0"], "--max-payments"),
        (&["--allow-host", "shop:80"], "--allow-host"),
        (&["--deliver-to", "http://shop"], "--deliver-to"),
        (&["--public-url", "plutu.test"], "--public-url"),
        (&["--fresh", "--ephemeral"], "--ephemeral"),
        (&["completions", "cmd"], "bash"),
    ] {
        let (code, message) = refused(args)?;
        assert_eq!(code, Some(2), "{args:?}: {message}");
        assert!(
            message.starts_with("error: ") && message.contains(named),
            "{message}"
        );
        assert!(!message.contains("s3cr3t"), "{message}");
    }
    Ok(())
}

/// An empty state directory for one test.
fn state(test: &str) -> Result<PathBuf> {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("state-of-{test}"));
    match fs::remove_dir_all(&state) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(state),
    }
}

/// The first event of `serve` with this state directory.
fn started(state: &Path, args: &[&str]) -> Result<Value> {
    let all = [&["serve", "--json", "--port", "0"], args].concat();
    let mut command = command(&all);
    command.env("XDG_STATE_HOME", state).env("HOME", state);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no stdout")?).read_line(&mut line)?;
    child.kill()?;
    child.wait()?;
    Ok(serde_json::from_str(&line)?)
}

/// The credentials in that event.
fn keys(started: &Value) -> [&Value; 3] {
    ["api_key", "access_token", "secret_key"].map(|name| &started[name])
}

#[test]
fn credentials_are_random_once_and_then_stable() -> Result {
    let (here, elsewhere) = (state("stable")?, state("stable-elsewhere")?);
    let first = started(&here, &[])?;
    let second = started(&here, &[])?;
    assert_eq!(keys(&first), keys(&second));
    assert_ne!(first["base_url"], second["base_url"]);
    let other = started(&elsewhere, &[])?;
    for (own, foreign) in keys(&first).into_iter().zip(keys(&other)) {
        assert_ne!(own, foreign, "no well-known constant");
        assert!(own.as_str().is_some_and(|text| text.len() >= 40));
    }

    let fresh = started(&here, &["--fresh"])?;
    assert_ne!(keys(&first), keys(&fresh));
    let given = ["--secret-key", "sk_given"];
    let given = started(&here, &given)?;
    assert_eq!(keys(&given)[..2], keys(&fresh)[..2]);
    assert_eq!(given["secret_key"], "sk_given");
    assert_eq!(
        keys(&started(&here, &[])?),
        keys(&fresh),
        "given keys are not stored"
    );
    Ok(())
}

#[test]
fn ephemeral_credentials_leave_no_trace() -> Result {
    let state = state("ephemeral")?;
    let first = started(&state, &["--ephemeral"])?;
    let second = started(&state, &["--ephemeral"])?;
    assert_ne!(keys(&first), keys(&second));
    assert_eq!(first["kept_in"], Value::Null);
    let given = ["--api-key", "k", "--access-token", "t", "--secret-key", "s"];
    started(&state, &given)?;
    assert!(!state.exists());
    Ok(())
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_credentials() -> Result {
    use std::os::unix::fs::PermissionsExt as _;
    let state = state("mode")?;
    for args in [&[] as &[&str], &["--fresh"]] {
        let kept_in = started(&state, args)?["kept_in"].clone();
        let path = Path::new(kept_in.as_str().ok_or("not kept")?);
        let directory = path.parent().ok_or("no directory")?;
        assert_eq!(fs::metadata(path)?.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(directory)?.permissions().mode() & 0o777, 0o700);
        assert_eq!(
            fs::read_dir(directory)?.count(),
            1,
            "no temporary file is left"
        );
    }
    Ok(())
}

#[test]
fn sandboxes_that_start_at_once_use_the_same_credentials() -> Result {
    let state = state("race")?;
    let all = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| started(&state, &[]).map_err(|error| error.to_string())))
            .collect();
        let all = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        all.collect::<std::result::Result<Vec<_>, _>>()
    });
    let all = all.map_err(|_| "a thread panicked")?;
    let all: Vec<Value> = all.into_iter().collect::<std::result::Result<_, _>>()?;
    assert!(all.iter().all(|one| keys(one) == keys(&all[0])));
    Ok(())
}

#[test]
fn a_damaged_credentials_file_is_named_with_the_remedy() -> Result {
    let state = state("broken")?;
    let kept_in = started(&state, &[])?["kept_in"].clone();
    let path = kept_in.as_str().ok_or("not kept")?;
    let whole = fs::read_to_string(path)?;
    for broken in [
        "",
        "{",
        "[]",
        &whole[..whole.len() / 2],
        &whole.replace("sk_", " sk_"),
        &whole.replace("api_key", "key"),
    ] {
        fs::write(path, broken)?;
        let mut command = command(&["serve", "--port", "0"]);
        let output = command
            .env("XDG_STATE_HOME", &state)
            .env("HOME", &state)
            .output()?;
        let message = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(1), "{message}");
        for part in [path, "--fresh", "--ephemeral"] {
            assert!(message.contains(part), "{message}");
        }
        assert!(!message.contains("sk_"), "{message}");
        assert_eq!(fs::read_to_string(path)?, broken, "the file is unchanged");
    }
    started(&state, &["--ephemeral"])?;
    let fresh = started(&state, &["--fresh"])?;
    assert_eq!(keys(&started(&state, &[])?), keys(&fresh));
    // A directory in place of the file cannot be replaced.
    fs::remove_file(path)?;
    fs::create_dir(path)?;
    let mut command = command(&["serve", "--port", "0", "--fresh"]);
    let output = command
        .env("XDG_STATE_HOME", &state)
        .env("HOME", &state)
        .output()?;
    let message = String::from_utf8(output.stderr)?;
    assert!(
        message.contains(path) && message.contains("--ephemeral"),
        "{message}"
    );
    Ok(())
}

#[tokio::test]
async fn what_it_prints_can_be_pasted_into_dot_env() -> Result {
    let mut program = Program::spawn(&["--port", "0", "--secret-key", "a'b $c"])?;
    let mut block = String::new();
    loop {
        let line = program.line()?;
        if line.starts_with('#') || line.starts_with("PLUTU_") {
            block.push_str(&line);
            block.push('\n');
        }
        if line.contains("Ctrl-C") {
            break;
        }
    }
    // A shell reads the whole block, its comments included.
    let show = "printf '%s|%s' \"$PLUTU_BASE_URL\" \"$PLUTU_SECRET_KEY\"";
    let output = Command::new("sh")
        .args(["-c", &format!("{block}{show}")])
        .output();
    let Ok(output) = output else {
        support::skip("no sh here");
        return Ok(());
    };
    let read = String::from_utf8(output.stdout)?;
    let (base_url, secret_key) = read.split_once('|').ok_or("nothing read")?;
    assert_eq!(secret_key, "a'b $c");
    let url = format!("{}/_sandbox/env", base_url.trim_end_matches("/api/v1"));
    let env = Browser::open()?.get(&url).await?.text().await?;
    let variables: Vec<&str> = block
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(variables, env.lines().collect::<Vec<_>>());
    assert_eq!(variables.len(), 4);
    Ok(())
}

/// A shop gets the same address from both outputs.
#[test]
fn the_public_url_is_the_base_url_in_every_output() -> Result {
    for json in [false, true] {
        let mut arguments = vec!["--port", "0", "--public-url", "http://plutu.test:8080"];
        arguments.extend(json.then_some("--json"));
        let (base_url, _) = Program::spawn(&arguments)?.ready(json)?;
        assert_eq!(base_url, "http://plutu.test:8080/api/v1", "{json}");
    }
    Ok(())
}

#[tokio::test]
async fn it_says_that_it_is_healthy() -> Result {
    let program = Program::start(&["--port", "0"])?;
    let url = format!("{}health", program.printed("dashboard")?);
    let answer = Answer::read(Browser::open()?.get(&url).await?).await?;
    assert_eq!((answer.status, answer.text("/status")), (200, Some("ok")));
    Ok(())
}

#[test]
fn its_health_is_an_exit_code() -> Result {
    let program = Program::start(&["--port", "0"])?;
    let base_url = program.printed("PLUTU_BASE_URL")?.to_owned();
    let port = base_url.trim_start_matches("http://127.0.0.1:");
    let port = port.trim_end_matches("/api/v1");
    assert_eq!(printed(&["health", "--port", port])?, "");
    drop(program);
    let (code, message) = refused(&["health", "--port", port])?;
    let expected = format!("error: no sandbox answers at 127.0.0.1:{port}: ");
    assert!(
        code == Some(1) && message.starts_with(&expected),
        "{message}"
    );
    Ok(())
}

/// A container has the address in its environment, for both commands.
#[test]
fn its_health_is_asked_at_its_own_address() -> Result {
    if !cfg!(target_os = "linux") {
        support::skip("one loopback address here");
        return Ok(());
    }
    let program = Program::start(&["--port", "0", "--address", "127.0.0.2"])?;
    let base_url = program.printed("PLUTU_BASE_URL")?.to_owned();
    let port = base_url.trim_start_matches("http://127.0.0.2:");
    let port = port.trim_end_matches("/api/v1");
    let health = |port: &str, address: &str| {
        let mut health = command(&["health", "--port", port]);
        health.env("PLUTU_SANDBOX_ADDRESS", address).status()
    };
    assert!(health(port, "127.0.0.2")?.success());
    assert!(!health(port, "127.0.0.1")?.success());
    assert!(!health(port, "0.0.0.0")?.success());
    drop(program);

    let everywhere = Program::start(&["--port", "0", "--address", "0.0.0.0"])?;
    let base_url = everywhere.printed("PLUTU_BASE_URL")?.to_owned();
    let port = base_url.trim_start_matches("http://127.0.0.1:");
    let port = port.trim_end_matches("/api/v1");
    assert!(health(port, "0.0.0.0")?.success());
    Ok(())
}

#[test]
fn another_server_is_not_a_healthy_sandbox() -> Result {
    let server = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = server.local_addr()?.port().to_string();
    let answers = std::thread::spawn(move || {
        let (mut connection, _) = server.accept()?;
        BufReader::new(&connection).read_line(&mut String::new())?;
        connection.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n")
    });
    let (code, message) = refused(&["health", "--port", &port])?;
    assert!(
        code == Some(1) && message.ends_with("is not 200\n"),
        "{message}"
    );
    answers.join().expect("the server does not panic")?;
    Ok(())
}

/// As a container does, whose arguments cannot always be chosen.
#[tokio::test]
async fn the_environment_has_the_settings_of_a_container() -> Result {
    let mut command = command(&["--json", "--ephemeral"]);
    command.env("PLUTU_SANDBOX_ADDRESS", "0.0.0.0");
    command.env("PLUTU_SANDBOX_PORT", "0");
    command.env("PLUTU_SANDBOX_ALLOW_HOST", "plutu,gateway");
    command.env("PLUTU_SANDBOX_DELIVER_TO", "shop.invalid");
    let mut program = Program::of(&mut command)?;
    let (base_url, credentials) = program.ready(true)?;
    let browser = Browser::open()?;
    for (host, expected) in [("plutu", 200), ("gateway:8080", 200), ("other", 403)] {
        let url = base_url.replace("/api/v1", "/_sandbox/credentials");
        let request = browser.client.get(url).header("Host", host);
        assert_eq!(request.send().await?.status(), expected, "{host}");
    }
    let order = [
        ("amount", "5"),
        ("invoice_no", "INV-1"),
        ("mobile_number", "0913632323"),
        ("return_url", "http://localhost/"),
        ("callback_url", "http://shop.invalid/callback"),
    ];
    let request = browser.post(
        &format!("{base_url}/transaction/tlync/confirm"),
        &credentials,
    );
    let request = request.header("Content-Type", FORM).body(encode(&order));
    assert_eq!(request.send().await?.status(), 200);
    let control = base_url.replace("/api/v1", "/_sandbox/payments/INV-1/approve");
    let approved = Answer::read(browser.client.post(control).send().await?).await?;
    // It was tried, although nobody has that name.
    let delivery = approved.text("/payment/callbacks/0/delivery/result");
    assert_eq!(delivery, Some("failed"), "{}", approved.json);
    Ok(())
}

#[tokio::test]
async fn the_public_address_may_come_from_the_environment() -> Result {
    let mut command = command(&["--json", "--ephemeral"]);
    command.env("PLUTU_SANDBOX_PORT", "0");
    command.env("PLUTU_SANDBOX_PUBLIC_URL", "http://plutu.test:8080");
    let mut program = Program::of(&mut command)?;
    let started: Value = serde_json::from_str(&program.line()?)?;
    assert_eq!(started["base_url"], "http://plutu.test:8080/api/v1");
    let text = |name: &str| started[name].as_str().unwrap_or_default();
    let credentials = Credentials::new(
        ApiKey::new(text("api_key"))?,
        AccessToken::new(text("access_token"))?,
    );
    // Nothing looks up the public name here.
    let base_url = format!("{}api/v1", text("dashboard"));
    let page = checkout(&base_url, &credentials).await?;
    assert!(
        page.starts_with("http://plutu.test:8080/checkout/"),
        "{page}"
    );
    Ok(())
}

#[test]
fn it_completes_its_options_in_every_shell() -> Result {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell])?;
        for word in ["plutu-sandbox", "trigger", "ephemeral"] {
            assert!(script.contains(word), "no {word} for {shell}");
        }
    }
    assert!(printed(&["completions", "bash"])?.contains("mpgs.approved"));
    Ok(())
}

/// The secret and the signature of the first genuine vector (PHP SDK).
const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const HASHED: &str = "79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";
const CANONICAL: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00\
    &transaction_id=100900";

#[test]
fn sign_gives_the_genuine_signature() -> Result {
    let expected = format!("{CANONICAL}&hashed={HASHED}\n");
    for query in [
        CANONICAL.to_owned(),
        format!("?{CANONICAL}"),
        format!("hashed=x&{CANONICAL}"),
    ] {
        let signed = printed(&["sign", &query, "--secret-key", SECRET])?;
        assert_eq!(signed, expected);
    }
    let signed = printed(&["sign", CANONICAL, "--secret-key", SECRET, "--json"])?;
    let expected = json!({
        "canonical": CANONICAL,
        "hashed": HASHED,
        "query": format!("{CANONICAL}&hashed={HASHED}"),
    });
    assert_eq!(serde_json::from_str::<Value>(&signed)?, expected);

    // The environment is better than the command line, which other programs can see.
    let mut command = command(&["sign", CANONICAL]);
    let output = command.env("PLUTU_SANDBOX_SECRET_KEY", SECRET).output()?;
    assert!(String::from_utf8(output.stdout)?.contains(HASHED));
    Ok(())
}

/// The exit code and the output of `verify`.
fn verify(args: &[&str]) -> Result<(Option<i32>, String)> {
    let all = [&["verify", "--secret-key", SECRET], args].concat();
    let output = run(&all)?;
    assert!(output.stderr.is_empty(), "{output:?}");
    Ok((output.status.code(), String::from_utf8(output.stdout)?))
}

#[test]
fn verify_says_that_a_callback_is_genuine() -> Result {
    let query = format!("{CANONICAL}&hashed={HASHED}");
    for callback in [
        query.clone(),
        format!("?{query}"),
        format!("https://shop.example/paid?{query}"),
    ] {
        let (code, report) = verify(&[&callback])?;
        assert_eq!(code, Some(0), "{report}");
        assert!(report.starts_with("verdict: it verifies\n"), "{report}");
    }
    let signed = trigger(&["tlync.approved"])?;
    let (code, report) = verify(&[&signed])?;
    assert_eq!(code, Some(0), "{signed}\n{report}");
    Ok(())
}

#[test]
fn verify_says_why_a_callback_is_not_believed() -> Result {
    let lower = format!("{CANONICAL}&hashed={}", HASHED.to_lowercase());
    let (code, report) = verify(&[&lower])?;
    assert_eq!(code, Some(1));
    assert!(
        report.contains("cause: `hashed` is in lower case"),
        "{report}"
    );
    assert!(!report.contains(SECRET), "{report}");

    let changed = format!("{CANONICAL}&hashed={HASHED}").replace("5.00", "5");
    let (code, report) = verify(&[&changed, "--json"])?;
    assert_eq!(code, Some(1));
    assert!(!report.contains("`verify"), "{report}");
    let report: Value = serde_json::from_str(&report)?;
    assert_eq!(report["verified"], false);
    assert_eq!(report["canonical"], CANONICAL.replace("5.00", "5"));
    assert!(report["causes"][0].as_str().unwrap().contains("the amount"));

    // Verified as a callback of another gateway.
    let query = format!("{CANONICAL}&hashed={HASHED}");
    let (code, report) = verify(&[&query, "--kind", "mpgs"])?;
    assert_eq!(code, Some(1));
    assert!(report.contains("not for the gateway `mpgs`"), "{report}");
    Ok(())
}

#[test]
fn t36_verify_shows_what_would_forge_its_output() -> Result {
    let forged = "gateway=mpgs&a=%1B[2J%0Averdict:+it+verifies&b=%E2%80%AE&hashed=0";
    let (code, report) = verify(&[forged])?;
    assert_eq!(code, Some(1));
    assert!(
        report.contains("a = \\u{1b}[2J\\u{a}verdict: it verifies"),
        "{report:?}"
    );
    assert!(report.contains("b = \\u{202e}"), "{report:?}");
    let (_, json) = verify(&[&forged.replace("%0A", "\u{202E}"), "--json"])?;
    for output in [report, json] {
        assert!(!output.contains(['\u{1B}', '\u{202E}']), "{output:?}");
        assert!(!output.contains("\nverdict: it verifies"), "{output:?}");
    }
    Ok(())
}

fn trigger(args: &[&str]) -> Result<String> {
    let all = [&["trigger", "--secret-key", SECRET], args].concat();
    Ok(printed(&all)?.trim_end().to_owned())
}

#[test]
fn trigger_prints_callbacks_that_verify() -> Result {
    let verifier = Verifier::new(SecretKey::new(SECRET)?);
    let genuine = trigger(&[
        "localbankcards.approved",
        "--set",
        "invoice_no=14022023",
        "--set",
        "amount=5.00",
        "--set",
        "transaction_id=100900",
    ])?;
    assert_eq!(genuine, format!("{CANONICAL}&hashed={HASHED}"));
    for (kind, flag) in [
        ("mpgs.approved", "approved=1&"),
        ("mpgs.declined", "gateway=mpgs&amount="),
        ("mpgs.canceled", "canceled=1&"),
    ] {
        let query = trigger(&[kind])?;
        assert!(query.contains(flag), "{query}");
        assert!(mpgs::Callback::verify(&query, &verifier).is_ok(), "{query}");
    }
    let body = trigger(&["tlync.approved", "--set", "payment_method=sadad"])?;
    let callback = tlync::Callback::verify_json(body.as_bytes(), &verifier)?;
    assert_eq!(callback.payment_method(), Some(&PaymentMethod::Sadad));
    let body = trigger(&["tlync.declined"])?;
    assert!(body.contains(r#""approved":"0","#), "{body}");
    let callback = tlync::Callback::verify_json(body.as_bytes(), &verifier)?;
    let settled = callback.settle(callback.invoice_no(), *callback.amount())?;
    assert!(matches!(settled, Settlement::Undecided));
    let query = trigger(&["tlync.return"])?;
    assert!(tlync::Return::verify(&query, &verifier)?.is_approved());
    for args in [
        &["mpgs.approved", "--unset", "amount"] as &[&str],
        &["mpgs.approved", "--tampered"],
    ] {
        assert!(mpgs::Callback::verify(&trigger(args)?, &verifier).is_err());
    }
    let json: Value = serde_json::from_str(&trigger(&["mpgs.approved", "--json"])?)?;
    let query = json
        .get("query")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let canonical = json.get("canonical").and_then(Value::as_str);
    assert_eq!(
        query.split_once("&hashed=").map(|(text, _)| text),
        canonical
    );
    Ok(())
}

#[test]
fn verify_names_no_function_of_rust() -> Result {
    let begun = |callback: &str, verdict: &str| -> Result {
        let output = run(&["verify", callback, "--secret-key", SECRET])?;
        let report = String::from_utf8(output.stdout)?;
        assert!(
            report.starts_with(&format!("verdict: {verdict}")),
            "{report}"
        );
        assert!(!report.contains("`verify"), "{report}");
        Ok(())
    };
    begun("gateway=mpgs&approved=1", "the callback has no signature")?;
    let mismatch = format!("gateway=mpgs&approved=1&hashed={HASHED}");
    begun(&mismatch, "the callback's signature does not match")?;
    let body = r#"{"gateway":"tlync","x":1,"x":2}"#;
    begun(body, "the callback's body has a key twice")
}

/// JSON has no limits, but its readers have.
#[test]
fn verify_says_of_json_with_a_huge_number_or_many_levels_that_it_is_json() -> Result {
    let deep = format!("{}{}", "[".repeat(130), "]".repeat(130));
    for value in ["1e400", &deep] {
        let body = format!(r#"{{"gateway":"tlync","x":{value}}}"#);
        let (code, report) = verify(&[&body])?;
        assert_eq!(code, Some(1));
        println!("{report}");
        assert!(!report.contains("not JSON"), "{report}");
    }
    Ok(())
}

#[test]
fn verify_says_why_a_body_cannot_be_read() -> Result {
    let body = r#"{"gateway":"tlync","approved":"1","hashed":"0"}"#;
    for (body, verdict) in [
        (
            r#"{"gateway":"tlync","s3cr3t}"#,
            "the body is not JSON: EOF while parsing a string at line 1 column 27; pass it as it was posted",
        ),
        (
            "\n {'gateway':'s3cr3t'}",
            "the body is not JSON: key must be a string at line 2 column 3",
        ),
        (
            "{gateway:s3cr3t}",
            "the body is not JSON: key must be a string",
        ),
        (
            &body.replace("\"1\"", "s3cr3t"),
            "the body is not JSON: expected value at",
        ),
        (
            &format!("[{body}, \"s3cr3t\"]"),
            "the body is JSON, but not an object",
        ),
        ("\"s3cr3t\"", "the body is JSON, but not an object"),
    ] {
        let (code, report) = verify(&[body])?;
        assert_eq!(code, Some(1));
        let verdict_line = format!("verdict: {verdict}");
        assert!(report.starts_with(&verdict_line), "{body}: {report}");
        assert!(!report.contains("s3cr3t"), "{report}");
        assert_eq!(report.lines().count(), 1, "{report}");
        let (code, report) = verify(&[body, "--json"])?;
        assert_eq!(code, Some(1));
        let report: Value = serde_json::from_str(&report)?;
        assert_eq!(report["verified"], false);
        let error = report["error"].as_str().unwrap_or_default();
        assert!(error.starts_with(verdict), "{report}");
    }
    // An object without a gateway is a callback and not a return page, which is a query.
    let (_, report) = verify(&[r#"{"approved":"1"}"#])?;
    let verdict = "verdict: the callback has no signature: ";
    assert!(report.starts_with(verdict), "{report}");
    let (code, report) = verify(&[body, "--kind", "tlync-return"])?;
    assert_eq!(code, Some(1));
    assert_eq!(
        report,
        "verdict: a return page is a query, and this is a body\n"
    );
    Ok(())
}

/// One secret needs no number.
#[test]
fn verify_numbers_several_secrets() -> Result {
    let query = format!("{CANONICAL}&hashed={HASHED}");
    let (_, report) = verify(&[&query])?;
    assert!(
        report.contains(&format!("\nits hash: {HASHED}\n")),
        "{report}"
    );
    let (code, report) = verify(&[&query, "--secret-key", "sk_of_another_account"])?;
    assert_eq!(code, Some(0), "{report}");
    let first = format!("\nits hash with secret 1: {HASHED}\n");
    assert!(report.contains(&first), "{report}");
    assert!(report.contains("\nits hash with secret 2: "), "{report}");
    Ok(())
}

#[test]
fn trigger_warns_of_a_key_that_is_not_signed() -> Result {
    let trigger = |set| {
        run(&[
            "trigger",
            "mpgs.approved",
            "--secret-key",
            SECRET,
            "--set",
            set,
        ])
    };
    let warning = String::from_utf8(trigger("order=INV-6")?.stderr)?;
    let expected = "WARNING: `order` is not a signed key of mpgs.approved; ";
    assert!(warning.starts_with(expected), "{warning}");
    assert!(warning.contains("/return?order=INV-6'"), "{warning}");
    assert_eq!(String::from_utf8(trigger("amount=5.00")?.stderr)?, "");
    Ok(())
}

/// Starts a shop's server that gives one answer, and returns its URL and the request that it
/// receives.
fn shop_server(answer: &'static str) -> Result<(String, JoinHandle<io::Result<String>>)> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/plutu?shop=7", listener.local_addr()?);
    let served = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept()?;
        let mut bytes = vec![0; 4096];
        let length = connection.read(&mut bytes)?;
        bytes.truncate(length);
        connection.write_all(answer.as_bytes())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    });
    Ok((url, served))
}

#[test]
fn trigger_sends_callbacks_and_reports_the_result() -> Result {
    for (kind, answer, begin, code, said) in [
        (
            "mpgs.approved",
            "HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n\r\n",
            "GET /plutu?shop=7&gateway=mpgs&approved=1&",
            0,
            "answered with 303",
        ),
        (
            "tlync.approved",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "POST /plutu?shop=7 HTTP/1.1",
            0,
            "answered with 200",
        ),
        (
            "tlync.approved",
            "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
            "POST /plutu?shop=7 HTTP/1.1",
            1,
            "answered with 500",
        ),
        (
            "tlync.approved",
            "HTTP/1.1 422 No\r\nContent-Length: 32\r\n\r\n{\"e\":\"wrong hash \u{1b}[2J\"}\n\u{202e}tail",
            "POST /plutu?shop=7 HTTP/1.1",
            1,
            "    {\"e\":\"wrong hash \\u{1b}[2J\"}\n    \\u{202e}tail\n",
        ),
        ("mpgs.canceled", "?", "GET /plutu?shop=7&", 1, "no answer"),
    ] {
        let (url, served) = shop_server(answer)?;
        let output = run(&["trigger", kind, "--secret-key", SECRET, "--to", &url])?;
        let printed = String::from_utf8(output.stdout)?;
        assert_eq!(output.status.code(), Some(code), "{printed}");
        assert!(printed.contains(said), "{printed}");
        let sent = served.join().map_err(|_| "the server panicked")??;
        assert!(sent.starts_with(begin), "{sent}");
    }
    Ok(())
}
