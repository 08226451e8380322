//! The OpenAPI document: it is up to date, an external validator accepts it, and a TypeScript
//! client with types generated from it works.
//!
//! npm installs the external tools into a build directory, at the versions in
//! `tests/openapi/package-lock.json`. Without npm, the tests report that they are skipped.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::LazyLock;

use serde_json::Value;

use crate::support;
use crate::support::Shop;

const DOCUMENT: &str = include_str!("../../docs/openapi.json");

fn printed() -> support::Result<String> {
    let program = env!("CARGO_BIN_EXE_plutu-sandbox");
    let output = Command::new(program).arg("openapi").output()?;
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn the_committed_document_is_that_of_the_gateways() -> support::Result {
    assert!(
        printed()? == DOCUMENT,
        "plutu-sandbox/docs/openapi.json is out of date; renew it:\n\
         cargo run -p plutu-sandbox -- openapi > plutu-sandbox/docs/openapi.json"
    );
    Ok(())
}

/// The directory with the document and the tools, after npm has installed them.
static TOOLS: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| install().map_err(|error| error.to_string()));

/// The other files in the directory.
const FILES: [&str; 5] = [
    "client.ts",
    "misuse.ts",
    "package.json",
    "redocly.yaml",
    "tsconfig.json",
];

fn install() -> support::Result<PathBuf> {
    // An earlier run may have installed the tools, but they need Node each time.
    Command::new("node").arg("--version").output()?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi");
    fs::create_dir_all(&directory)?;
    for file in FILES {
        fs::copy(source.join(file), directory.join(file))?;
    }
    fs::write(directory.join("openapi.json"), DOCUMENT)?;
    let lock = fs::read(source.join(LOCK))?;
    // The lock file is copied last, so it marks a complete installation.
    if fs::read(directory.join(LOCK)).ok().as_ref() != Some(&lock) {
        bring(&source.join(LOCK), &directory)?;
    }
    Ok(directory)
}

const LOCK: &str = "package-lock.json";

/// Lets npm install the tools into a temporary directory first, because it may be interrupted at
/// any time.
fn bring(lock: &Path, directory: &Path) -> support::Result {
    let fresh = directory.join("fresh");
    fs::create_dir_all(&fresh)?;
    fs::copy(directory.join("package.json"), fresh.join("package.json"))?;
    fs::copy(lock, fresh.join(LOCK))?;
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    // Fails if Node is too old for one of the tools.
    npm.args(["--engine-strict", "--prefix"]).arg(&fresh);
    let output = npm.stdout(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let modules = directory.join("node_modules");
    if modules.exists() {
        fs::remove_dir_all(&modules)?;
    }
    fs::rename(fresh.join("node_modules"), modules)?;
    fs::rename(fresh.join(LOCK), directory.join(LOCK))?;
    Ok(())
}

/// The directory of the tools. If there is no Node, or npm cannot install them, it reports a skip
/// and returns `None`.
fn tools() -> Option<&'static Path> {
    let tools = TOOLS.as_deref();
    tools
        .inspect_err(|error| {
            support::skip(format_args!(
                "node or npm is missing, or npm cannot install the tools: {error}"
            ));
        })
        .ok()
}

/// Runs one of the tools, which must succeed.
fn run(directory: &Path, tool: &str, args: &[&str]) -> support::Result {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("node")
        .arg(Path::new("node_modules").join(tool))
        .args(args)
        .current_dir(directory)
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .output()?;
    let (stdout, stderr) = (
        String::from_utf8_lossy(&stdout),
        String::from_utf8_lossy(&stderr),
    );
    assert!(status.success(), "{tool}:\n{stdout}\n{stderr}");
    Ok(())
}

#[test]
fn a_validator_finds_nothing_wrong() -> support::Result {
    if let Some(directory) = tools() {
        run(
            directory,
            "@redocly/cli/bin/cli.js",
            &["lint", "openapi.json"],
        )?;
    }
    Ok(())
}

#[tokio::test]
async fn a_client_in_typescript_pays_with_the_types_of_the_document() -> support::Result {
    let Some(directory) = tools() else {
        return Ok(());
    };
    let args = ["openapi.json", "--output", "openapi.d.ts"];
    run(directory, "openapi-typescript/bin/cli.js", &args)?;
    run(directory, "typescript/bin/tsc", &["--project", "."])?;

    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let output = tokio::process::Command::new("node")
        .arg(directory.join("client.js"))
        .env("PLUTU_BASE_URL", shop.sandbox.base_url())
        .env("PLUTU_API_KEY", credentials.api_key().expose())
        .env("PLUTU_ACCESS_TOKEN", credentials.access_token().expose())
        .output()
        .await?;
    let printed = String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?;
    let lines: Vec<&str> = printed.lines().collect();
    let [page, receipt, error] = lines[..] else {
        return Err(printed.into());
    };
    assert!(page.starts_with("/checkout/"), "{printed}");
    assert_eq!(
        (receipt.len(), error),
        (6, "DUPLICATED_INVOICE_NUMBER"),
        "{printed}"
    );
    Ok(())
}

/// The members of an object of the document.
fn members<'a>(document: &'a Value, pointer: &str) -> Vec<&'a str> {
    let object = document.pointer(pointer).and_then(Value::as_object);
    let mut names: Vec<_> = object
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    names.sort_unstable();
    names
}

/// These values are taken from Plutu's documentation by hand, not from the descriptions.
#[test]
fn the_document_says_what_is_documented() -> support::Result {
    let document: Value = serde_json::from_str(DOCUMENT)?;
    let paths = [
        "/transaction/edfali/confirm",
        "/transaction/edfali/verify",
        "/transaction/localbankcards/confirm",
        "/transaction/mpgs/confirm",
        "/transaction/sadadapi/confirm",
        "/transaction/sadadapi/verify",
        "/transaction/tlync/confirm",
    ];
    assert_eq!(members(&document, "/paths"), paths);
    for path in paths {
        let operation = &document["paths"][path]["post"];
        let moves_money = matches!(path.split('/').nth(2), Some("edfali" | "sadadapi"))
            && path.ends_with("/confirm");
        assert_eq!(operation["x-plutu-moves-money"], moves_money, "{path}");
    }
    assert_eq!(
        document["components"]["schemas"]["sadadapi_verify"]["required"],
        serde_json::json!(["mobile_number", "birth_year", "amount"])
    );
    let pattern = |form: &str, field: &str| {
        let schema = &document["components"]["schemas"][form]["properties"][field];
        schema["pattern"].as_str().map(str::to_owned)
    };
    for (form, field, expected) in [
        ("sadadapi_confirm", "code", "^[0-9]{6}$"),
        ("edfali_confirm", "code", "^[0-9]{4}$"),
        ("sadadapi_verify", "mobile_number", "^0?9[13][0-9]{7}$"),
        ("edfali_verify", "mobile_number", "^0?9[123456][0-9]{7}$"),
    ] {
        assert_eq!(pattern(form, field).as_deref(), Some(expected), "{form}");
    }
    let webhooks = [
        "localbankcards_callback",
        "mpgs_callback",
        "tlync_callback",
        "tlync_return",
    ];
    assert_eq!(members(&document, "/webhooks"), webhooks);
    let signed = &document["webhooks"]["tlync_callback"]["post"];
    assert_eq!(
        signed["x-plutu-signed-keys"],
        serde_json::json!([
            "gateway",
            "approved",
            "amount",
            "invoice_no",
            "payment_method",
            "transaction_id"
        ])
    );
    let page = &document["webhooks"]["tlync_return"]["get"];
    assert_eq!(
        (&signed["x-plutu-settles"], &page["x-plutu-settles"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        members(&document, "/components/securitySchemes"),
        ["accessToken", "apiKey"]
    );
    Ok(())
}
