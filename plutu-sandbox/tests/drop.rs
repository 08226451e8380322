//! The end of a sandbox. It is a separate process, so that no other test takes the port that
//! becomes free.

use std::error::Error;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::time::Duration;

use plutu_sandbox::Sandbox;

#[tokio::test]
async fn dropping_closes_the_port_and_ends_connections() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let address = sandbox
        .base_url()
        .strip_prefix("http://")
        .and_then(|url| url.split('/').next());
    let address = address.ok_or("no address")?.to_owned();
    assert!(TcpListener::bind(&address).is_err(), "the sandbox listens");

    let mut connection = TcpStream::connect(&address)?;
    // This is reached only if the connection was not ended.
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    connection.write_all(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    let mut first = [0];
    connection.read_exact(&mut first)?;
    assert_eq!(&first, b"H", "the connection is served, and kept open");

    drop(sandbox);
    assert!(TcpListener::bind(&address).is_ok(), "the port is free");
    let mut rest = Vec::new();
    // The operating system decides whether the connection ends cleanly.
    if let Err(error) = connection.read_to_end(&mut rest) {
        assert_eq!(
            error.kind(),
            ErrorKind::ConnectionReset,
            "the connection is ended"
        );
    }
    assert!(rest.starts_with(b"TTP/1.1 404"));
    Ok(())
}
