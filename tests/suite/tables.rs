//! The tables of gateways in README.md and in the documentation agree with the gateways'
//! descriptions.

use plutu_http::core::Gateway;
use plutu_http::core::GatewaySpec;
use plutu_http::core::field::FieldKind;
use plutu_http::core::gateways::adfali;
use plutu_http::core::gateways::local_bank_cards;
use plutu_http::core::gateways::mpgs;
use plutu_http::core::gateways::sadad;
use plutu_http::core::gateways::tlync;
use plutu_http::core::spec::FieldSpec;

const README: &str = include_str!("../../README.md");
const GATEWAYS: &str = include_str!("../../plutu-core/src/gateways/mod.rs");
const SANDBOX: &str = include_str!("../../plutu-sandbox/src/lib.rs");

/// A gateway, with facts that its description does not contain: the module's name and the product's
/// name.
struct Known {
    module: &'static str,
    product: &'static str,
    spec: &'static GatewaySpec,
}

const ALL: [Known; 5] = [
    Known {
        module: "sadad",
        product: "Sadad",
        spec: sadad::Gateway::SPEC,
    },
    Known {
        module: "adfali",
        product: "Adfali",
        spec: adfali::Gateway::SPEC,
    },
    Known {
        module: "local_bank_cards",
        product: "Local Bank Cards",
        spec: local_bank_cards::Gateway::SPEC,
    },
    Known {
        module: "mpgs",
        product: "MPGS",
        spec: mpgs::Gateway::SPEC,
    },
    Known {
        module: "tlync",
        product: "T-Lync",
        spec: tlync::Gateway::SPEC,
    },
];

/// The message that settles an order.
enum Settles {
    Reply,
    Browser,
    Server,
}

impl Known {
    fn settles(&self) -> Settles {
        match self.spec.callback {
            None => Settles::Reply,
            Some(_) if self.field(FieldKind::CallbackUrl).is_some() => Settles::Server,
            Some(_) => Settles::Browser,
        }
    }

    /// The one-time password of test mode.
    fn otp(&self) -> Option<&'static str> {
        let is_otp = |field: &&FieldSpec| matches!(field.kind(), FieldKind::Otp { .. });
        self.fields().find(is_otp).map(FieldSpec::example)
    }

    fn field(&self, kind: FieldKind) -> Option<&'static FieldSpec> {
        self.fields().find(|field| field.kind() == kind)
    }

    fn fields(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.spec.requests.iter().flat_map(|request| request.fields)
    }

    /// The name and the action of the charge.
    fn charge(&self) -> (&'static str, &'static str) {
        let charge = self.spec.requests.iter().find(|it| it.moves_money);
        charge.map(|it| (it.name, it.action)).unwrap()
    }

    fn currency(&self) -> &'static str {
        match self.spec.currency {
            "LYD" => "Libyan dinars",
            "USD" => "US dollars",
            other => panic!("add the name of {other} for the tables"),
        }
    }
}

/// The rows of the table with this head, without the `//!` of doc comments.
fn rows<'a>(text: &'a str, head: &str) -> Vec<Vec<&'a str>> {
    let lines = text.lines().map(|line| line.trim_start_matches("//! "));
    let table = lines.skip_while(|line| *line != head).skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// A cell in which each link is replaced by its label.
fn plain(cell: &str) -> String {
    let mut parts = cell.split("](");
    let mut plain = parts.next().unwrap().replace('[', "");
    for part in parts {
        plain.push_str(&part.split_once(')').unwrap().1.replace('[', ""));
    }
    plain.trim_matches(']').to_owned()
}

/// Compares a table with the expected cells. `None` is a cell that no description decides.
fn assert_table(
    file: &str,
    text: &str,
    head: &str,
    expected: impl Fn(&Known) -> Vec<Option<String>>,
) {
    let rows = rows(text, head);
    assert_eq!(
        rows.len(),
        ALL.len(),
        "{file}: a row for each gateway of `{head}`"
    );
    for (row, known) in rows.iter().zip(&ALL) {
        let found: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        let expected = expected(known).into_iter().zip(&found);
        let expected = expected.map(|(cell, found)| cell.unwrap_or_else(|| found.clone()));
        let expected: Vec<String> = expected.collect();
        assert_eq!(
            found,
            expected,
            "{file}: the row of `{}` differs from the description; expected: | {} |",
            known.module,
            expected.join(" | ")
        );
    }
}

#[test]
fn the_readme() {
    let head = "| module | the payer pays | requests | what settles the order |";
    assert_table("README.md", README, head, |known| {
        let (_, currency) = known.currency().split_once(' ').unwrap();
        let way = match known.otp() {
            Some(otp) => format!("with a one-time password of {} digits", otp.len()),
            None => "on a hosted page".to_owned(),
        };
        let requests = known.spec.requests.iter();
        let requests: Vec<_> = requests.map(|it| format!("`{}`", it.name)).collect();
        let settles = match known.settles() {
            Settles::Reply => format!("the reply to `{}`", known.charge().0),
            Settles::Browser => "`Callback`, the query of the return URL".to_owned(),
            Settles::Server => "`Callback`, posted as JSON to the callback URL".to_owned(),
        };
        vec![
            Some(format!("`{}`", known.module)),
            Some(format!("{way}, in {currency}")),
            Some(requests.join(", then ")),
            Some(settles),
        ]
    });
}

#[test]
fn the_module_of_gateways() {
    let head = "| module | product | currency | how the payer pays | what settles the order |";
    assert_table("plutu-core/src/gateways/mod.rs", GATEWAYS, head, |known| {
        let way = match known.otp() {
            Some(_) => "with a one-time password",
            None => "on a hosted page",
        };
        let settles = match known.settles() {
            Settles::Reply => format!("the reply to `{}`", known.charge().0),
            Settles::Browser => "the callback in the browser".to_owned(),
            Settles::Server => "the callback posted to the shop's server".to_owned(),
        };
        vec![
            Some(format!("`{}`", known.module)),
            None,
            Some(known.currency().to_owned()),
            Some(way.to_owned()),
            Some(settles),
        ]
    });
}

#[test]
fn the_sandbox() {
    let head = "| gateway | endpoints below `{base_url}/transaction` | how the payer pays | how the shop learns the outcome |";
    assert_table("plutu-sandbox/src/lib.rs", SANDBOX, head, |known| {
        let requests = known.spec.requests.iter();
        let endpoints = requests.map(|it| it.path.trim_start_matches("/transaction/"));
        let endpoints: Vec<_> = endpoints.map(|endpoint| format!("`{endpoint}`")).collect();
        let way = match known.otp() {
            Some(otp) => format!("one-time password `{otp}`"),
            None => "page".to_owned(),
        };
        let wire = |kind| known.field(kind).map_or("?", |field| field.wire);
        let outcome = match known.settles() {
            Settles::Reply => format!("the reply to `{}`", known.charge().1),
            Settles::Browser => format!("the signed query of `{}`", wire(FieldKind::ReturnUrl)),
            Settles::Server => format!(
                "the signed JSON that is posted to `{}`",
                wire(FieldKind::CallbackUrl)
            ),
        };
        vec![
            Some(known.product.to_owned()),
            Some(endpoints.join(", ")),
            Some(way),
            Some(outcome),
        ]
    });
}
