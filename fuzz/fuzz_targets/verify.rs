//! Raw queries, verified as every callback and as the T-Lync return page.

#![no_main]

use std::fmt;

use libfuzzer_sys::fuzz_target;
use plutu_core::CallbackError;
use plutu_core::Verifier;
use plutu_fuzz::Kind;
use plutu_fuzz::Message;
use plutu_fuzz::Report;
use plutu_fuzz::Sent;
use plutu_fuzz::decode;

fuzz_target!(|query: &str| plutu_fuzz::hold(&Query(query.to_owned())));

struct Query(String);

impl Message for Query {
    const KINDS: &[Kind] = &[
        Kind::LocalBankCards,
        Kind::Mpgs,
        Kind::Tlync,
        Kind::TlyncReturn,
    ];

    fn verify(&self, kind: Kind, verifier: &Verifier) -> Result<Report, CallbackError> {
        kind.verify_query(&self.0, verifier)
    }

    fn sent(&self) -> Option<Sent> {
        Some(Sent::in_query(&self.0))
    }

    fn with_signature(&self, signature: &str) -> Self {
        let parameter = format!("hashed={signature}");
        let mut pieces: Vec<_> = self.0.split('&').collect();
        let is_signature = |piece: &&str| {
            let key = piece.split('=').next().unwrap_or_default();
            decode(key) == b"hashed"
        };
        match pieces.iter().position(is_signature) {
            Some(place) => pieces[place] = &parameter,
            None => pieces.push(&parameter),
        }
        Self(pieces.join("&"))
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
