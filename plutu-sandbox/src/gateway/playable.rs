//! Refuses descriptions that contradict themselves, or that lack something every payment needs,
//! before the sandbox starts.

use plutu_core::BirthYear;
use plutu_core::CallbackUrl;
use plutu_core::FieldError;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use plutu_core::ProcessId;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

use crate::gateway::described::Gateway;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::endpoint::Role;
use crate::gateway::endpoint::one_time_password;
use crate::gateway::problem::DescriptionError;
use crate::gateway::problem::DescriptionProblem as Problem;
use crate::money::Money;

impl Gateway {
    /// Checks that the sandbox can play it.
    pub(super) fn check(self) -> Result<(), DescriptionError> {
        self.check_itself()
            .map_err(|problem| DescriptionError::of_gateway(self.name(), problem))?;
        for endpoint in self.endpoints() {
            let named =
                |problem| DescriptionError::of_request(self.name(), endpoint.request.name, problem);
            endpoint.check().map_err(named)?;
        }
        for signed in [self.callback(), self.return_page()].into_iter().flatten() {
            let named = |problem| DescriptionError::of_request(self.name(), signed.name, problem);
            signed
                .fields
                .iter()
                .try_for_each(check_example)
                .map_err(named)?;
        }
        Ok(())
    }

    fn check_itself(self) -> Result<(), Problem> {
        if self.spec.requests.is_empty() {
            return Err(Problem::NoRequest);
        }
        if is_segment(self.name()) {
            Ok(())
        } else {
            Err(Problem::Name)
        }
    }
}

impl Endpoint {
    fn check(self) -> Result<(), Problem> {
        self.check_action()?;
        self.check_order()?;
        self.fields().iter().try_for_each(check_example)?;
        self.check_callback()?;
        match self.role() {
            Role::Page => self.check_page(),
            Role::Challenge => self.check_challenge(),
            Role::Charge => self.check_charge(),
            Role::Own => Ok(()),
        }
    }

    fn check_action(self) -> Result<(), Problem> {
        let action = self.action();
        if !is_segment(action) {
            return Err(Problem::Action { action });
        }
        let endpoints = self.gateway.endpoints();
        let mut same = endpoints.filter(|other| other.action() == action);
        match same.next().zip(same.next()) {
            Some((first, second)) => Err(Problem::SameAction {
                action,
                first: first.request.name,
                second: second.request.name,
            }),
            None => Ok(()),
        }
    }

    /// Checks the request before this one, and whether this one moves money.
    fn check_order(self) -> Result<(), Problem> {
        let answers = self.request.answers.map(|answers| answers.request);
        let answered = self.answered();
        if let (Some(answered), None) = (answers, answered) {
            return Err(Problem::UnknownAnswered { answered });
        }
        let before = answered.map(Self::role);
        match (self.role(), self.request.moves_money, before) {
            (Role::Page | Role::Challenge, true, _) => Err(Problem::MovesMoney),
            // A charge must answer a challenge, because the sandbox knows the password of no other
            // reply.
            (Role::Charge, _, before) if before != Some(Role::Challenge) => {
                Err(Problem::NothingBefore)
            }
            // The author's own reply may be a challenge; only the author knows.
            (Role::Own, true, None) => Err(Problem::NothingBefore),
            _ => Ok(()),
        }
    }

    /// Checks that a callback is declared if one is due.
    fn check_callback(self) -> Result<(), Problem> {
        let is_due = self.role() == Role::Page || self.of_kind(FieldKind::CallbackUrl).is_some();
        if is_due && self.gateway.callback().is_none() {
            return Err(Problem::NoCallback);
        }
        Ok(())
    }

    fn check_page(self) -> Result<(), Problem> {
        needed(self.amount(), &AMOUNT)?;
        needed(self.invoice_no(), &INVOICE_NO)?;
        needed(self.only(FieldKind::ReturnUrl)?, &RETURN_URL)?;
        let callback_url = self.only(FieldKind::CallbackUrl)?;
        if self.gateway.return_page().is_some() && callback_url.is_none() {
            return Err(Problem::NoCarrier);
        }
        Ok(())
    }

    fn check_challenge(self) -> Result<(), Problem> {
        needed(self.amount(), &AMOUNT)?;
        let passwords = self
            .otp_fields()
            .map(|field| one_time_password(field.kind()));
        let mut passwords = passwords.collect::<Vec<_>>();
        passwords.dedup();
        if passwords.len() > 1 {
            return Err(Problem::OtherLength);
        }
        let mut endpoints = self.gateway.endpoints();
        if endpoints.any(|endpoint| endpoint.answered() == Some(self)) {
            Ok(())
        } else {
            Err(Problem::Unanswered {
                request: self.request.name,
            })
        }
    }

    fn check_charge(self) -> Result<(), Problem> {
        needed(self.amount(), &AMOUNT)?;
        needed(self.invoice_no(), &INVOICE_NO)?;
        needed(self.only(FieldKind::ProcessId)?, &PROCESS_ID)?;
        let mut passwords = self.fields().iter().filter(|field| is_otp(field.kind()));
        let otp = needed(passwords.next(), &OTP)?;
        if let Some(second) = passwords.next() {
            return Err(same_kind(otp, second));
        }
        let password = one_time_password(otp.kind());
        if password.is_none_or(|password| otp.check(password).is_err()) {
            return Err(Problem::Otp { field: otp.name });
        }
        Ok(())
    }

    /// The one field of a kind, if there is one.
    fn only(self, kind: FieldKind) -> Result<Option<&'static FieldSpec>, Problem> {
        let mut fields = self.fields().iter().filter(|field| field.kind() == kind);
        let first = fields.next();
        match first.zip(fields.next()) {
            Some((first, second)) => Err(same_kind(first, second)),
            None => Ok(first),
        }
    }
}

/// A field that every payment needs.
struct Wanted {
    kind: FieldKind,
    what: &'static str,
    declaration: &'static str,
}

impl Wanted {
    const fn new(kind: FieldKind, what: &'static str, declaration: &'static str) -> Self {
        Self {
            kind,
            what,
            declaration,
        }
    }
}

const AMOUNT: Wanted = Wanted::new(FieldKind::Amount, "amount", "amount: Amount");
const INVOICE_NO: Wanted = Wanted::new(
    FieldKind::InvoiceNo,
    "invoice number",
    "invoice_no: InvoiceNo",
);
const RETURN_URL: Wanted = Wanted::new(FieldKind::ReturnUrl, "return URL", "return_url: ReturnUrl");
const PROCESS_ID: Wanted = Wanted::new(FieldKind::ProcessId, "process id", "process_id: ProcessId");
const OTP: Wanted = Wanted::new(
    FieldKind::Otp { digits: 6 },
    "one-time password",
    "code: Otp<6>",
);

/// Checks that the field exists, is declared without `Option`, and has values of the kind that the
/// payment needs.
fn needed(
    field: Option<&'static FieldSpec>,
    wanted: &Wanted,
) -> Result<&'static FieldSpec, Problem> {
    let field = field.ok_or(Problem::NoField {
        what: wanted.what,
        declaration: wanted.declaration,
    })?;
    if !field.is_required {
        return Err(Problem::Optional { field: field.name });
    }
    check_kind(field, wanted.kind)?;
    Ok(field)
}

fn same_kind(first: &FieldSpec, second: &FieldSpec) -> Problem {
    Problem::SameKind {
        first: first.name,
        second: second.name,
        kind: kind_name(first.kind()),
    }
}

/// Checks that a field's example is valid for its type and for its kind.
fn check_example(field: &FieldSpec) -> Result<(), Problem> {
    let example = field.example();
    field.check(example).map_err(|error| Problem::Example {
        field: field.name,
        example,
        reason: error.reason().to_owned(),
    })?;
    check_kind(field, field.kind())
}

fn check_kind(field: &FieldSpec, kind: FieldKind) -> Result<(), Problem> {
    read_as(kind, field.example()).map_err(|reason| Problem::Kind {
        field: field.name,
        example: field.example(),
        kind: kind_name(kind),
        reason,
    })
}

/// Reads a string like a field of this kind.
fn read_as(kind: FieldKind, text: &str) -> Result<(), String> {
    fn read<T>(read: Result<T, FieldError>) -> Result<(), String> {
        read.map(drop).map_err(|error| error.reason().to_owned())
    }
    match kind {
        FieldKind::Amount => read(Money::read(text, "")),
        FieldKind::InvoiceNo => read(text.parse::<InvoiceNo>()),
        FieldKind::ReturnUrl | FieldKind::CallbackUrl => read(text.parse::<CallbackUrl>()),
        FieldKind::BirthYear => read(text.parse::<BirthYear>()),
        FieldKind::ProcessId => read(text.parse::<ProcessId>()),
        FieldKind::Language => read(text.parse::<Language>()),
        FieldKind::PaymentMethod => read(text.parse::<PaymentMethod>()),
        _ => Ok(()),
    }
}

const fn is_otp(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Otp { .. })
}

/// The name of a kind that matters for a payment.
const fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Amount => "Amount",
        FieldKind::InvoiceNo => "InvoiceNo",
        FieldKind::ReturnUrl => "ReturnUrl",
        FieldKind::CallbackUrl => "CallbackUrl",
        FieldKind::BirthYear => "BirthYear",
        FieldKind::Otp { .. } => "Otp",
        FieldKind::ProcessId => "ProcessId",
        FieldKind::Language => "Language",
        FieldKind::PaymentMethod => "PaymentMethod",
        _ => "Text",
    }
}

/// Whether a name is a valid part of a path without escapes.
fn is_segment(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    name.bytes().all(is_plain) && !matches!(name, "" | "." | "..")
}
