//! The output: lists, explanations, the text, `JUnit` XML, and the exit codes.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::program::Checked;
use crate::program::LONG;
use crate::program::SHORT;
use crate::program::check;
use crate::program::checking_for;
use crate::program::shop;
use crate::temporary::Killed;
use crate::temporary::Temporary;

fn plutu_sandbox(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args(arguments);
    command
}

fn printed(mut command: Command) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn the_list_has_one_probe_a_line() {
    let lines = |arguments: &[&str]| {
        let (code, list, _) = printed(plutu_sandbox(arguments));
        assert_eq!(code, Some(0));
        list.lines().count()
    };
    let all = lines(&["check", "--list"]);
    assert!(all >= 24, "{all}");
    let mpgs = lines(&["check", "--list", "--gateway", "mpgs"]);
    assert!((24..all).contains(&mpgs), "{mpgs}");
}

/// On a terminal, which `script` provides, a bar shows how many probes are left. A pipe gets none.
#[test]
fn people_see_a_bar_and_pipes_do_not() {
    let (_, piped, error) = printed(check("mpgs", ""));
    assert!(
        piped.contains("passed") && !piped.contains(" of "),
        "{piped}"
    );
    assert_eq!(error, "");

    let command = check("mpgs", "");
    let mut terminal = Command::new("script");
    let quoted = |text: &OsStr| format!("'{}'", text.to_string_lossy().replace('\'', r"'\''"));
    let line = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    let line: Vec<_> = line.map(quoted).collect();
    terminal.args(["-qec", &line.join(" "), "/dev/null"]);
    for (name, value) in command.get_envs() {
        terminal.env(name, value.unwrap_or_default());
    }
    let Ok(Output { stdout, .. }) = terminal.stdin(Stdio::null()).output() else {
        let reason = "skipped: people_see_a_bar_and_pipes_do_not: no `script` here";
        writeln!(io::stderr(), "{reason}").unwrap();
        return;
    };
    let shown = String::from_utf8_lossy(&stdout);
    assert!(shown.contains(" of 27 probes"), "{shown}");
}

/// A check without findings sends far less than its limit of 600.
#[test]
fn the_report_says_how_much_was_sent() {
    for (gateway, expected) in [
        ("mpgs", 100..250),
        ("tlync", 100..250),
        ("sadadapi", 20..100),
    ] {
        let checked = Checked::of(check(gateway, ""));
        let requests = checked.json["requests"].as_u64().unwrap();
        println!("{gateway}: {requests} requests");
        assert!(expected.contains(&requests), "{gateway}: {requests}");
        assert_eq!(checked.json["gateways"][0]["requests"], requests);
        assert_eq!(checked.json["commands"], 0);
    }
}

#[test]
fn a_probe_is_explained() {
    let (code, text, _) = printed(plutu_sandbox(&["check", "--explain", "forged-hash"]));
    assert_eq!(code, Some(0));
    for word in ["forged-hash", "harm  ", "cure  "] {
        assert!(text.contains(word), "{text}");
    }
    // An order that stays open is no finding.
    let (_, text, _) = printed(plutu_sandbox(&["check", "--explain", "payer-leaves"]));
    let words: Vec<_> = text.split_whitespace().collect();
    let says = "The order becomes paid, or stays open: ";
    assert!(words.join(" ").contains(says), "{text}");
    let (code, _, error) = printed(plutu_sandbox(&["check", "--explain", "nothing"]));
    assert_eq!(code, Some(2));
    assert!(error.contains("check --list"), "{error}");
}

#[test]
fn a_gateway_that_cannot_be_checked_is_refused() {
    for gateway in ["SADAD", "paypal"] {
        let (code, _, error) = printed(plutu_sandbox(&["check", "--list", "--gateway", gateway]));
        assert_eq!(code, Some(2));
        assert!(
            error.contains("edfali, sadadapi, localbankcards, mpgs, tlync"),
            "{error}"
        );
    }
}

#[test]
fn a_finding_has_a_curl_line_and_a_test_case() {
    let file = Temporary::new("report.xml");
    let mut command = check("mpgs", "forged-hash");
    command.args([
        "--only",
        "forged-hash,canceled,no-hash",
        "--skip",
        "no-hash",
        "--junit",
    ]);
    command.arg(file.path());
    let (code, text, error) = printed(command);
    assert_eq!((code, error.as_str()), (Some(1), ""), "{text}");
    assert!(text.contains("curl -i 'http://127.0.0.1:"), "{text}");
    assert!(text.contains("\n2 passed, 1 found; sent "), "{text}");
    assert!(text.contains("started and ended"), "{text}");
    assert!(text.ends_with(" requests\n"), "{text}");
    assert!(!text.contains('\u{1b}'), "a pipe gets no colors: {text}");
    let xml = fs::read_to_string(file.path()).unwrap();
    assert!(
        xml.contains(r#"tests="3" failures="1" errors="0" skipped="0""#),
        "{xml}"
    );
    assert!(xml.contains("&amp;approved=1"), "{xml}");
}

/// A shop that numbers its attempts is asked by the number that it knows.
#[test]
fn an_order_has_the_number_of_the_check_and_that_of_the_request() {
    let checked = |number: &str, patience: &str| {
        let mut command = checking_for(&shop(), patience);
        command
            .args(["--gateway", "mpgs", "--only", "canceled", "--start"])
            .arg("http://127.0.0.1:{port}/start?amount={amount}&invoice_no={order_no}")
            .arg("--paid")
            .arg(format!(
                "http://127.0.0.1:{{port}}/paid?invoice_no={number}"
            ))
            .env("SHOP_GATEWAY", "mpgs")
            .env("SHOP_MISTAKE", "attempts");
        Checked::of(command)
    };
    let known = checked("{order_no}", LONG);
    assert_eq!(known.code, Some(0), "{} {}", known.error, known.json);
    let unknown = checked("{invoice_no}", SHORT);
    assert_eq!(unknown.names("finding"), ["genuine-payment"]);
    let cure = unknown.probe("genuine-payment")["cure"].to_string();
    for part in [
        "`--paid` answered 404 for CHECK-",
        "-0-1: does",
        "correct --paid",
    ] {
        assert!(cure.contains(part), "{part}: {cure}");
    }
}

/// In a command, `${port}` is a variable of the shell, and not the check's placeholder.
#[test]
fn a_command_can_use_the_variables_of_its_shell() {
    let variables = "port=a amount=b; test \"${port}${amount}\" = ab || exit 3; ";
    let get = |options: &str, path: &str| {
        format!("{variables}curl -sS {options} \"http://127.0.0.1:{{port}}/{path}\"")
    };
    if Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl here").unwrap();
        return;
    }
    let mut command = checking_for(&(variables.to_owned() + &shop()), LONG);
    command
        .args(["--gateway", "mpgs", "--only", "canceled", "--start"])
        .arg(get(
            "-o /dev/null -w '%{redirect_url}'",
            "start?amount={amount}&invoice_no={invoice_no}",
        ))
        .arg("--paid")
        .arg(get("-f", "paid?invoice_no={invoice_no}") + " || exit 1")
        .env("SHOP_GATEWAY", "mpgs");
    let checked = Checked::of(command);
    assert_eq!(checked.code, Some(0), "{} {}", checked.error, checked.json);
}

#[test]
fn the_address_is_found_in_json_as_php_writes_it() {
    let mut command = check("mpgs", "prints-json");
    let checked = Checked::of({
        command.args(["--only", "canceled"]);
        command
    });
    assert_eq!(checked.code, Some(0), "{} {}", checked.error, checked.json);
}

#[test]
fn a_file_says_how_a_shop_is_checked_and_has_headers() {
    let (code, example, _) = printed(plutu_sandbox(&["check", "--init"]));
    assert_eq!(code, Some(0));
    let file = Temporary::new("config.toml");
    let checked = |text: &str| {
        fs::write(file.path(), text).unwrap();
        let mut command = plutu_sandbox(&["check", "--only", "canceled", "--config"]);
        command.arg(file.path()).args(["--run", &shop()]);
        command
            .env("SHOP_GATEWAY", "mpgs")
            .env("SHOP_MISTAKE", "closed");
        Checked::of(command)
    };
    // The example fits the small shop, except for one name.
    let example = example.replace("/pay?", "/start?");
    let closed = checked(&example);
    assert_eq!(closed.code, Some(2), "{}", closed.json);
    assert!(closed.error.contains("status 401"), "{}", closed.error);
    let known = checked(&format!("{example}\n[headers]\nX-Known = \"yes\"\n"));
    assert_eq!(known.code, Some(0), "{} {}", known.error, known.json);
    assert_eq!(known.names("passed"), ["genuine-payment", "canceled"]);

    let no_name = checked(&format!("{example}\n[headers]\n\"X Y\" = \"1\"\n"));
    assert_eq!(no_name.code, Some(2), "{}", no_name.json);
    let says = "--config: `X Y` in `[headers]` is not a header's name";
    assert!(no_name.error.contains(says), "{}", no_name.error);

    let wrong = checked("gateway = 'mpgs'\nstrat = 'x'\n");
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.error.contains("line 2: unknown field `strat`"),
        "{}",
        wrong.error
    );
    let missing = checked("gateway = 'mpgs'\n");
    assert!(
        missing.error.contains("--start: it is required for mpgs"),
        "{}",
        missing.error
    );
}

/// A small shop that is already running, with the credentials that `serve` would store.
struct Running {
    _shop: Killed,
    state: Temporary,
    /// The ports of the sandbox and of the shop.
    plutu: u16,
    port: u16,
}

impl Running {
    fn start(mistake: &str) -> Self {
        let state = Temporary::new(&format!("state-{mistake}"));
        let kept = state.path().join("plutu-sandbox");
        fs::create_dir_all(&kept).unwrap();
        let keys = r#"{"api_key":"key","access_token":"token","secret_key":"sk_of_this_test"}"#;
        fs::write(kept.join("credentials.json"), keys).unwrap();
        let (plutu, port) = (free_port(), free_port());
        let mut running = Command::new("sh");
        running
            .args(["-c", &shop()])
            .env("PORT", port.to_string())
            .env("PLUTU_BASE_URL", format!("http://127.0.0.1:{plutu}/api/v1"))
            .env("PLUTU_API_KEY", "key")
            .env("PLUTU_ACCESS_TOKEN", "token")
            .env("PLUTU_SECRET_KEY", "sk_of_this_test")
            .env("SHOP_GATEWAY", "mpgs")
            .env("SHOP_MISTAKE", mistake)
            .stdout(Stdio::null());
        let shop = Killed(running.spawn().unwrap());
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            thread::sleep(Duration::from_millis(20));
        }
        Self {
            _shop: shop,
            state,
            plutu,
            port,
        }
    }

    /// A check of the shop, with the sandbox at this port.
    fn check(&self, plutu: u16, only: &str) -> Checked {
        let at = format!("http://127.0.0.1:{}", self.port);
        let mut command = plutu_sandbox(&["check", "--gateway", "mpgs", "--only", only]);
        command
            .args(["--port", &plutu.to_string(), "--start"])
            .arg(format!(
                "{at}/start?amount={{amount}}&invoice_no={{invoice_no}}"
            ))
            .arg("--paid")
            .arg(format!("{at}/paid?invoice_no={{invoice_no}}"))
            .env("XDG_STATE_HOME", self.state.path());
        Checked::of(command)
    }
}

#[test]
fn a_shop_that_is_running_is_attacked() {
    let running = Running::start("");
    let good = running.check(running.plutu, "canceled,forged-hash");
    let passed = ["genuine-payment", "forged-hash", "canceled"];
    assert_eq!(good.names("passed"), passed, "{} {}", good.error, good.json);
    assert_eq!(good.code, Some(0));

    let taken = running.check(running.port, "canceled");
    assert_eq!(taken.code, Some(2));
    for part in [
        "cannot listen",
        "end it first, since `check` takes its place",
    ] {
        assert!(taken.error.contains(part), "{}", taken.error);
    }
}

/// The shop answers a forged callback with 403 unless it believes it.
#[test]
fn the_curl_line_of_a_finding_works_while_the_shop_runs() {
    let running = Running::start("forged-hash");
    let checked = running.check(running.plutu, "forged-hash");
    let line = checked.probe("forged-hash")["curl"][0].as_str().unwrap();
    let Ok(output) = Command::new("sh").args(["-c", line]).output() else {
        writeln!(io::stderr(), "skipped: no sh here").unwrap();
        return;
    };
    let answer = String::from_utf8(output.stdout).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{line} {answer}");
    let other = line.replace("hashed=", "hashed=0");
    let output = Command::new("sh").args(["-c", &other]).output().unwrap();
    let answer = String::from_utf8(output.stdout).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{other} {answer}");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
