//! `cargo run -p shop`: opens the shop, prints its addresses, and serves until it is stopped.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use shop::OpenShop;
use shop::Settings;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let shop = shop::open(Settings::from_env()?).await?;
    announce(&shop);
    told_to_stop().await?;
    shop.close().await?;
    Ok(())
}

/// Prints an error and its causes. None of them shows a secret.
fn complain(error: &dyn Error) {
    eprintln!("the shop cannot open: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because {error}");
        cause = error.source();
    }
}

fn announce(shop: &OpenShop) {
    println!("shop   {}", shop.url());
    println!("desk   {}", shop.desk_url());
    if shop.own_url() != shop.url() {
        println!("here   {}", shop.own_url());
    }
    if let Some(sandbox) = shop.sandbox() {
        let page = sandbox.base_url().trim_end_matches("/api/v1");
        println!("plutu  {page} (a sandbox: nothing is paid)");
        println!(
            "\nOne-time passwords: 111111 for Sadad, 1111 for Adfali. Any valid mobile number works, for example 0913632323."
        );
    }
}

#[cfg(unix)]
async fn told_to_stop() -> io::Result<()> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
