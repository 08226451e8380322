//! JSON bodies, verified as every callback.

#![no_main]

use std::fmt;

use libfuzzer_sys::fuzz_target;
use plutu_core::CallbackError;
use plutu_core::Verifier;
use plutu_fuzz::Kind;
use plutu_fuzz::Members;
use plutu_fuzz::Message;
use plutu_fuzz::Report;
use plutu_fuzz::Sent;

fuzz_target!(|body: &[u8]| plutu_fuzz::hold(&Body(body.to_vec())));

struct Body(Vec<u8>);

impl Message for Body {
    const KINDS: &[Kind] = &[Kind::LocalBankCards, Kind::Mpgs, Kind::Tlync];

    fn verify(&self, kind: Kind, verifier: &Verifier) -> Result<Report, CallbackError> {
        kind.verify_body(&self.0, verifier)
    }

    fn sent(&self) -> Option<Sent> {
        Sent::in_body(&self.0)
    }

    fn with_signature(&self, signature: &str) -> Self {
        let members: Members<'_> = serde_json::from_slice(&self.0).expect("it was read before");
        let mut body = self.0.clone();
        if let Some(old) = members.get("hashed") {
            let start = old.get().as_ptr().addr() - self.0.as_ptr().addr();
            body.splice(
                start..start + old.get().len(),
                format!("\"{signature}\"").into_bytes(),
            );
        } else {
            let end = body
                .iter()
                .rposition(|&byte| byte == b'}')
                .expect("an object");
            let comma = if members.is_empty() { "" } else { "," };
            let member = format!("{comma}\"hashed\":\"{signature}\"");
            body.splice(end..end, member.into_bytes());
        }
        Self(body)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}
