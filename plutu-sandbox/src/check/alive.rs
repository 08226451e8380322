//! Whether the shop still answers. A shop that crashed sends no second charge either, but that is
//! no reason to let it pass.

use std::io;

use tokio::time::timeout;

use crate::check::address_or_command::AddressOrCommand;
use crate::check::target::Proposed;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::check::visit::origin;
use crate::shop_server::ShopServer;

impl Shop {
    /// Sees that the shop still takes connections, at its port or at any address that is known. The
    /// error says that it does not.
    pub(super) async fn still_answers(&self, order: &Proposed) -> Result<(), Trouble> {
        let mut refused = None;
        for (origin, server) in self.servers(order) {
            match timeout(self.visitor.patience(), server.connect()).await {
                Ok(Ok(_)) => return Ok(()),
                Ok(Err(error)) => refused = Some((origin, error)),
                Err(_) => refused = Some((origin, io::ErrorKind::TimedOut.into())),
            }
        }
        let Some((origin, error)) = refused else {
            return Ok(());
        };
        Err(Trouble::new(
            format!("to connect to {origin} after the probe"),
            format!("the shop no longer answers: {error}"),
            "see the shop's log: it may have crashed",
        ))
    }

    /// Where the shop listens: at its port if the check started it, otherwise where the options
    /// say. Nothing is found if a command takes the address from elsewhere.
    fn servers(&self, order: &Proposed) -> Vec<(String, ShopServer)> {
        let mut addresses = Vec::new();
        if let Some(port) = self.common.own_port() {
            addresses.push(format!("http://127.0.0.1:{port}"));
        } else {
            let options = [Some(&self.start.what), self.code.as_ref(), Some(&self.paid)];
            addresses.extend(origins(&order.started));
            addresses.extend(options.into_iter().flatten().flat_map(origins_of));
        }
        let servers = addresses.into_iter().filter_map(|address| {
            let server = self.visitor.server(&address)?;
            Some((address, server))
        });
        servers.collect()
    }
}

fn origins_of(what: &AddressOrCommand) -> Vec<String> {
    let (AddressOrCommand::Address(text) | AddressOrCommand::Command(text)) = what;
    origins(text)
}

/// The origins of the addresses for plain http in a string.
fn origins(text: &str) -> Vec<String> {
    let begins = text.match_indices("http://");
    let rests = begins.filter_map(|(at, _)| text.get(at..));
    let found = rests.map(|rest| {
        let is_end = |char: char| !char.is_ascii_alphanumeric() && !"-.:/[]".contains(char);
        let end = rest.find(is_end).unwrap_or(rest.len());
        origin(rest.get(..end).unwrap_or(rest)).to_owned()
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origins_in_a_command_are_found() {
        for (text, found) in [
            (
                "http://127.0.0.1:3000/pay?a={amount}",
                &["http://127.0.0.1:3000"][..],
            ),
            (
                "curl -d x 'http://[::1]:80'; echo \"http://a.ly\"",
                &["http://[::1]:80", "http://a.ly"],
            ),
            ("curl http://localhost; true", &["http://localhost"]),
            ("pay {started} https://a.ly", &[]),
        ] {
            assert_eq!(origins(text), found, "{text}");
        }
    }
}
