//! Runs each recipe of `docs/recipes.md` unchanged, with small replacements for the official SDK,
//! Laravel and Docker. If a tool is missing, the test reports a skip.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;

use plutu_sandbox::PaymentStatus;
use tokio::process::Command;

use crate::support;
use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;

const PAGE: &str = include_str!("../../docs/recipes.md");

/// The programs and images of the sections from here on are tested by `packaging/test.py`.
const WITHOUT_RUST: &str = "\n# The sandbox without Rust\n";

/// The blocks of code in the section with this heading.
fn blocks(heading: &str) -> Vec<&'static str> {
    let (_, section) = PAGE
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_default();
    let section = section.split("\n#").next().unwrap_or_default();
    let blocks = section.split("\n```").skip(1).step_by(2);
    let blocks = blocks.filter_map(|block| block.split_once('\n'));
    blocks.map(|(_, code)| code).collect()
}

#[test]
fn every_section_has_its_recipe() {
    for (heading, count) in [
        ("# curl", 1),
        ("# PHP", 1),
        ("# The return, in PHP", 1),
        ("# The official PHP SDK", 2),
        ("# Laravel", 2),
        ("# WooCommerce", 1),
        ("# Node", 1),
        ("## Clients that use fetch", 1),
        ("# Java", 1),
        ("# Docker", 1),
    ] {
        assert_eq!(blocks(heading).len(), count, "{heading}");
    }
    let (run_here, _) = PAGE.split_once(WITHOUT_RUST).expect("the section is there");
    assert_eq!(run_here.matches("\n```").count(), 2 * 12, "all are run");
}

/// A directory for one recipe, with the shop's `.env`.
struct Desk {
    shop: Shop,
    directory: PathBuf,
    environment: Vec<(String, String)>,
}

impl Desk {
    async fn open(name: &str) -> Result<Self> {
        let shop = Shop::open().await?;
        let url = shop.at("/_sandbox/env");
        let text = shop.browser.get(&url).await?.text().await?;
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("recipe-{name}"));
        fs::create_dir_all(&directory)?;
        fs::write(directory.join(".env"), &text)?;
        let variables = text.lines().filter_map(|line| line.split_once('='));
        let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(Self {
            shop,
            directory,
            environment: environment.collect(),
        })
    }

    fn write(&self, name: &str, text: &str) -> Result {
        Ok(fs::write(self.directory.join(name), text)?)
    }

    /// The output of a tool. If the tool is missing, it reports a skip and returns `None`.
    async fn run(&self, tool: &str, args: &[&str]) -> Result<Option<String>> {
        let mut command = Command::new(tool);
        command.args(args).current_dir(&self.directory);
        command.envs(self.environment.iter().cloned());
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"] {
            command.env_remove(proxy);
        }
        let Output { stdout, stderr, .. } = match command.output().await {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                support::skip(format_args!("no {tool} here"));
                return Ok(None);
            }
            output => output?,
        };
        let printed = String::from_utf8(stdout)? + &String::from_utf8(stderr)?;
        Ok(Some(printed))
    }

    /// Runs a tool that opens a payment for `INV-1001`.
    async fn assert_pays(&self, tool: &str, args: &[&str]) -> Result {
        if let Some(printed) = self.run(tool, args).await? {
            assert!(printed.contains("\"redirect_url\""), "{printed}");
            let payment = self.shop.sandbox.payment(&invoice_no("INV-1001")?);
            let payment = payment.ok_or("no payment")?;
            assert_eq!(
                (payment.status(), payment.gateway()),
                (PaymentStatus::Open, "mpgs")
            );
        }
        Ok(())
    }
}

fn has_curl() -> bool {
    let output = std::process::Command::new("curl").arg("--version").output();
    if output.is_err() {
        support::skip("no curl here");
    }
    output.is_ok()
}

#[tokio::test]
async fn curl() -> Result {
    let desk = Desk::open("curl").await?;
    if has_curl() {
        desk.assert_pays("sh", &["-c", blocks("# curl")[0]]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn php() -> Result {
    let desk = Desk::open("php").await?;
    desk.write("pay.php", blocks("# PHP")[0])?;
    desk.assert_pays("php", &["pay.php"]).await
}

/// The query of a return, which begins with a parameter that is not signed.
async fn returned(desk: &Desk) -> Result<String> {
    let order = [
        ("amount", "12.50"),
        ("invoice_no", "INV-1001"),
        ("return_url", "http://localhost:3000/paid?order=7"),
    ];
    desk.shop.checkout("mpgs", &order).await?;
    let url = desk.shop.sandbox.approve(&invoice_no("INV-1001")?).await?;
    Ok(support::query(&url)?.to_owned())
}

#[tokio::test]
async fn the_return_in_php() -> Result {
    let desk = Desk::open("php-return").await?;
    let genuine = returned(&desk).await?;
    let forged = genuine.replace("12.50", "99.50");
    assert_ne!(genuine, forged);
    let function = blocks("# The return, in PHP")[0];
    let script = format!(
        "<?php {function}
        foreach (array_slice($argv, 1) as $query) {{
            parse_str($query, $parameters);
            echo json_encode(verified($parameters)['approved'] ?? null), ' ';
        }}"
    );
    desk.write("return.php", &script)?;
    let as_list = genuine.replace("hashed=", "hashed[]=");
    let args = ["return.php", &genuine, &forged, &as_list, "approved=1"];
    if let Some(printed) = desk.run("php", &args).await? {
        assert_eq!(printed, "\"1\" null null null ");
    }
    Ok(())
}

/// The path of Guzzle in Debian's package `php-guzzlehttp-guzzle`.
const GUZZLE: &str = "/usr/share/php/GuzzleHttp/autoload.php";

fn has_guzzle() -> bool {
    let has_guzzle = Path::new(GUZZLE).exists();
    if !has_guzzle {
        support::skip(format_args!("no {GUZZLE} here"));
    }
    has_guzzle
}

/// Replaces the SDK: it requests Plutu's fixed URL with a Guzzle client, like the SDK, and has the
/// names that the recipes use.
const SDK: &str = r"
namespace Plutu\HttpClient {
    class HttpGuzzleClient {
        public $client;
        public function __construct($client) { $this->client = $client; }
    }
}
namespace Plutu\Services {
    class Service {
        private $http;
        private $headers;
        public function __construct($http = null) { $this->http = $http; }
        public function setHttpClient($http) { $this->http = $http; }
        public function setCredentials($key, $token, $secret) {
            $this->headers = ['X-API-KEY' => $key, 'Authorization' => 'Bearer ' . $token];
            return $this;
        }
        public function pay($url) {
            $form = ['amount' => 12.5, 'invoice_no' => 'INV-1001', 'return_url' => 'http://localhost/paid'];
            $options = ['timeout' => 600, 'headers' => $this->headers, 'form_params' => $form];
            return (string) $this->http->client->request('post', $url, $options)->getBody();
        }
    }
    class PlutuAdfali extends Service {}
    class PlutuLocalBankCards extends Service {}
    class PlutuMpgs extends Service {}
    class PlutuSadad extends Service {}
    class PlutuTlync extends Service {}
}
";

const CONFIRM: &str = "'https://api.plutus.ly/api/v1/transaction/mpgs/confirm'";

#[tokio::test]
async fn the_official_php_sdk() -> Result {
    let desk = Desk::open("php-sdk").await?;
    let recipe = blocks("# The official PHP SDK");
    desk.write("plutu-sandbox.php", recipe[0])?;
    let script = format!(
        "<?php {SDK} namespace {{ require '{GUZZLE}'; require 'plutu-sandbox.php'; {}
        echo $mpgs->pay({CONFIRM});
        try {{ $mpgs->pay('https://other.example/'); }}
        catch (RuntimeException $error) {{ echo $error->getMessage(); }} }}",
        recipe[1]
    );
    desk.write("pay.php", &script)?;
    if has_guzzle() {
        desk.assert_pays("php", &["pay.php"]).await?;
        if let Some(printed) = desk.run("php", &["pay.php"]).await? {
            assert!(printed.contains("DUPLICATED_INVOICE_NUMBER"), "{printed}");
        }
    }
    Ok(())
}

/// Replaces the parts of Laravel that a provider uses.
const LARAVEL: &str = r"
namespace Illuminate\Support {
    class ServiceProvider {
        protected $app;
        public function __construct($app) { $this->app = $app; }
    }
}
namespace {
    function env($name) { return getenv($name) ?: null; }
    $configuration = ['services' => [SERVICES]];
    function config($key) {
        // The key in Laravel's notation: `services.plutu.sandbox_url`.
        $read = fn ($array, $name) => $array[$name] ?? null;
        return array_reduce(explode('.', $key), $read, $GLOBALS['configuration']);
    }
    function app_path($file) { return __DIR__ . '/' . $file; }
    class App {
        public $extended = [];
        public function extend($service, $extend) { $this->extended[$service] = $extend; }
        public function make($service) { return $this->extended[$service](new $service()); }
    }
}
";

#[tokio::test]
async fn laravel() -> Result {
    let desk = Desk::open("laravel").await?;
    desk.write("plutu-sandbox.php", blocks("# The official PHP SDK")[0])?;
    desk.write("PlutuSandboxProvider.php", blocks("# Laravel")[1])?;
    let laravel = LARAVEL.replace("SERVICES", blocks("# Laravel")[0]);
    let script = format!(
        "<?php {SDK} {laravel} namespace {{ require '{GUZZLE}'; require 'PlutuSandboxProvider.php';
        $app = new App();
        (new App\\Providers\\PlutuSandboxProvider($app))->register();
        $mpgs = $app->make(Plutu\\Services\\PlutuMpgs::class);
        $mpgs->setCredentials(getenv('PLUTU_API_KEY'), getenv('PLUTU_ACCESS_TOKEN'), '');
        echo $mpgs->pay({CONFIRM});
        echo count($app->extended), ' services'; }}"
    );
    desk.write("pay.php", &script)?;
    if has_guzzle() {
        desk.assert_pays("php", &["pay.php"]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn woocommerce() -> Result {
    let desk = Desk::open("woocommerce").await?;
    let base_url = desk.shop.sandbox.base_url();
    let documented = "http://127.0.0.1:8080/api/v1";
    let constant = blocks("# WooCommerce")[0];
    assert!(constant.contains(documented));
    // The plugin appends its endpoints without a slash.
    let url = "PLUTU_WOOCOMMERCE_API_BASE_URL . 'transaction/mpgs/confirm'";
    let pay = blocks("# PHP")[0].replace(
        "getenv('PLUTU_BASE_URL') . '/transaction/mpgs/confirm'",
        url,
    );
    assert!(pay.contains(url));
    let constant = constant.replace(documented, base_url);
    desk.write("pay.php", &format!("<?php {constant} ?>{pay}"))?;
    desk.assert_pays("php", &["pay.php"]).await
}

#[tokio::test]
async fn node() -> Result {
    let desk = Desk::open("node").await?;
    desk.write("pay.mjs", blocks("# Node")[0])?;
    desk.assert_pays("node", &["pay.mjs"]).await
}

#[tokio::test]
async fn node_with_a_client_that_uses_fetch() -> Result {
    let desk = Desk::open("node-fetch").await?;
    desk.write("plutu-sandbox.mjs", blocks("## Clients that use fetch")[0])?;
    let fixed = "https://api.plutus.ly/api/v1/";
    let pay = blocks("# Node")[0].replace("${PLUTU_BASE_URL}/", fixed);
    assert!(pay.contains(fixed));
    desk.write("shop.mjs", &pay)?;
    let args = ["--import", "./plutu-sandbox.mjs", "shop.mjs"];
    desk.assert_pays("node", &args).await?;

    // A client may also build a `Request`, and send requests to other servers.
    let url = desk.shop.at("/health");
    let script = format!(
        "const url = '{fixed}transaction/mpgs/confirm';
        const answer = await fetch(new Request(url, {{ method: 'POST', body: 'amount=x' }}));
        console.log(answer.status, (await fetch('{url}')).status);"
    );
    desk.write("other.mjs", &script)?;
    let args = ["--import", "./plutu-sandbox.mjs", "other.mjs"];
    if let Some(printed) = desk.run("node", &args).await? {
        assert!(printed.starts_with("401 200"), "{printed}");
    }
    Ok(())
}

#[tokio::test]
async fn java() -> Result {
    let desk = Desk::open("java").await?;
    desk.write("Main.java", blocks("# Java")[0])?;
    desk.assert_pays("java", &["Main.java"]).await
}

#[cfg(feature = "cli")]
#[tokio::test]
async fn docker() -> Result {
    use std::io::BufRead as _;

    use crate::support::Browser;
    use crate::support::FORM;
    use crate::support::ORDER;
    use crate::support::encode;

    let command = blocks("# Docker")[0].trim();
    let args = command.strip_prefix("plutu-sandbox ").ok_or("no program")?;
    let more = ["--port", "0", "--ephemeral", "--json"];
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"))
        .args(args.split(' ').chain(more))
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    // Kept until the end: the program stops if nobody reads its output.
    let mut stdout = std::io::BufReader::new(child.stdout.take().ok_or("no stdout")?);
    stdout.read_line(&mut line)?;
    let started: serde_json::Value = serde_json::from_str(&line)?;
    let url = started["base_url"].as_str().ok_or("no base URL")?;
    let url = format!("{url}/transaction/mpgs/confirm");
    let browser = Browser::open()?;
    // The names by which a container may reach the host, and the expected status.
    let hosts = [("host.docker.internal:8080", 200), ("gateway.example", 403)];
    let mut statuses = Vec::new();
    for (host, _) in hosts {
        let request = browser.client.post(&url).header("Host", host);
        let request = request
            .bearer_auth(started["access_token"].as_str().unwrap_or_default())
            .header("X-API-KEY", started["api_key"].as_str().unwrap_or_default())
            .header("Content-Type", FORM);
        let response = request.body(encode(&ORDER)).send().await?;
        statuses.push((host, response.status().as_u16()));
    }
    child.kill()?;
    child.wait()?;
    assert_eq!(statuses, hosts);
    Ok(())
}
