//! `gateways`: lists the known gateways, as tables or as JSON.

use std::fmt::Write as _;
use std::io::Write as _;
use std::iter;
use std::process::ExitCode;

use plutu_core::spec::RequestSpec;

use crate::cli::failure::Failure;
use crate::gateway::Gateway;
use crate::gateway::Gateways;
use crate::summary;

/// Lists the gateways: their requests, how the payer pays, what settles an order and which keys are
/// signed.
#[derive(clap::Args)]
pub(super) struct Show {
    /// Prints the descriptions as a JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(show: &Show, gateways: &Gateways) -> Result<ExitCode, Failure> {
    let shown = if show.json {
        let json = serde_json::to_string_pretty(&gateways.specs().collect::<Vec<_>>());
        json.map_err(|error| Failure::Failed(error.to_string()))? + "\n"
    } else {
        tables(gateways)
    };
    std::io::stdout().lock().write_all(shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn tables(gateways: &Gateways) -> String {
    let tables = [payments(gateways), requests(gateways), signed(gateways)];
    let tables = tables.iter().filter(|rows| rows.len() > 1);
    tables
        .map(|rows| table(rows))
        .collect::<Vec<_>>()
        .join("\n")
}

type Row = [String; 4];

fn payments(gateways: &Gateways) -> Vec<Row> {
    let head = [
        "GATEWAY",
        "CURRENCY",
        "THE PAYER PAYS",
        "WHAT SETTLES THE ORDER",
    ];
    let rows = gateways.specs().map(|gateway| {
        [
            gateway.name.to_owned(),
            gateway.currency.to_owned(),
            summary::payer_pays(gateway),
            summary::settles(gateway),
        ]
    });
    iter::once(head.map(str::to_owned)).chain(rows).collect()
}

fn requests(gateways: &Gateways) -> Vec<Row> {
    let head = ["REQUEST", "MOVES MONEY", "FIELDS (* IF REQUIRED)", ""];
    let requests = gateways.specs().flat_map(|gateway| {
        let requests = gateway.requests.iter();
        requests.map(|request| {
            let name = format!("{}/{}", gateway.name, request.action);
            let moves_money = if request.moves_money { "yes" } else { "no" };
            [name, moves_money.to_owned(), fields(request), String::new()]
        })
    });
    iter::once(head.map(str::to_owned))
        .chain(requests)
        .collect()
}

fn signed(gateways: &Gateways) -> Vec<Row> {
    let head = [
        "SIGNED",
        "CARRIED BY",
        "KEYS (SIGNED IN THE ORDER RECEIVED)",
        "",
    ];
    let signed = gateways.specs().flat_map(|gateway| {
        let server = Gateway::of(gateway).is_posted();
        let callback = gateway.callback.map(|it| ("callback", server, it));
        let page = gateway.return_page.map(|it| ("return", false, it));
        let signed = [callback, page].into_iter().flatten();
        signed.map(|(what, by_server, signed)| {
            let carrier = if by_server { "server" } else { "browser" };
            [
                format!("{} {what}", gateway.name),
                carrier.to_owned(),
                signed.keys.join(" "),
                String::new(),
            ]
        })
    });
    iter::once(head.map(str::to_owned)).chain(signed).collect()
}

fn fields(request: &RequestSpec) -> String {
    let fields = request.fields.iter().map(|field| {
        let mark = if field.is_required { "*" } else { "" };
        format!("{}{mark}", field.wire)
    });
    fields.collect::<Vec<_>>().join(" ")
}

/// Rows with aligned columns.
fn table(rows: &[Row]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths = [0, 1, 2, 3].map(width);
    let mut table = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in iter::zip(row, widths) {
            // Writing to a string does not fail.
            let _ = write!(line, "{cell:width$}  ");
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
