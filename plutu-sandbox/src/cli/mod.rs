//! The program: [`serve`] plays Plutu, [`trigger`] sends a shop one callback, [`sign`] signs a
//! query, [`verify`] explains why a callback does not verify, [`check`] attacks a shop,
//! [`mod@openapi`] and [`gateways`] describe the gateways, [`health`] asks a running sandbox
//! whether it answers, and [`completions`] prints a completion script for a shell.
//!
//! The exit code is 0 for success, 1 for a failure, and 2 for invalid arguments.

mod check;
mod completions;
mod failure;
mod gateways;
mod health;
mod keys;
mod mpgs_currency;
mod openapi;
mod progress;
mod secret;
mod serve;
mod sign;
mod style;
mod trigger;
mod verify;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use clap::Command;
use clap::CommandFactory as _;
use clap::FromArgMatches as _;
use clap::Parser;
use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use plutu_core::Gateway;
use plutu_core::Request;
use serde_json::Value;

use crate::gateway::Gateways;
use crate::own::Answers;
use crate::own::ReceivedFields;
use crate::own::Refusal;

/// The program `plutu-sandbox`, which also works with your own gateways.
///
/// It knows the built-in gateways and those that you add. With this `main`, the commands `serve`,
/// `trigger`, `sign`, `verify`, `check`, `openapi`, `gateways`, `health` and `completions` work for
/// all of them:
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use plutu_core::plutu_gateway;
/// use plutu_sandbox::Program;
///
/// /// Coast Pay: the payer pays on a hosted page.
/// #[plutu_gateway(name = "coastpay", currency = "LYD")]
/// pub mod coast_pay {
///     use plutu_core::field::*;
///
///     /// Opens a payment.
///     #[request(reply = Redirect)]
///     pub struct Confirm {
///         pub amount: Amount,
///         pub invoice_no: InvoiceNo,
///         pub return_url: ReturnUrl,
///     }
///
///     /// What the payer's browser brings back.
///     #[callback]
///     pub struct Callback {
///         pub invoice_no: InvoiceNo,
///         pub amount: Amount,
///         pub transaction_id: Option<TransactionId>,
///     }
/// }
///
/// fn main() -> ExitCode {
///     Program::new().gateway::<coast_pay::Gateway>().run()
/// }
/// ```
///
/// If the binary is called `coast-sandbox`, `coast-sandbox trigger coastpay.approved` prints a
/// signed callback of Coast Pay.
#[must_use = "nothing happens until it is run"]
pub struct Program {
    gateways: Gateways,
    answers: Answers,
}

impl Program {
    /// The program with the built-in gateways.
    pub fn new() -> Self {
        Self {
            gateways: Gateways::built_in(),
            answers: Answers::default(),
        }
    }

    /// Adds a gateway. It replaces a gateway of the same name.
    pub fn gateway<G: Gateway>(mut self) -> Self {
        self.gateways.register(G::SPEC);
        self
    }

    /// Sets how `serve` answers a request whose reply is your own type, like
    /// [`SandboxBuilder::answer`](crate::SandboxBuilder::answer).
    pub fn answer<R: Request>(
        mut self,
        answer: impl Fn(&ReceivedFields) -> Result<Value, Refusal> + Send + Sync + 'static,
    ) -> Self {
        self.answers.set::<R>(answer);
        self
    }

    /// Runs the command line of this process. Returns 0 for success, 1 for a failure, and 2 for
    /// invalid arguments. `help`, `--version` and arguments that cannot be parsed end the process
    /// instead.
    #[must_use]
    pub fn run(self) -> ExitCode {
        self.run_with(env::args_os())
    }

    /// Like [`run`](Self::run), with these arguments, of which the first is the program's name. Use
    /// it in tests, or in a program that has its own subcommands.
    ///
    /// ```
    /// use std::process::ExitCode;
    /// use plutu_sandbox::Program;
    ///
    /// let code = Program::new().run_with(["plutu-sandbox", "check", "--list"]);
    /// assert_eq!(code, ExitCode::SUCCESS);
    /// ```
    #[must_use]
    pub fn run_with(
        self,
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> ExitCode {
        let mut command = self.command();
        let Self { gateways, answers } = self;
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let program = arguments.first().cloned().unwrap_or_default();
        let mut matches = command.clone().get_matches_from(arguments);
        let arguments = Arguments::from_arg_matches_mut(&mut matches);
        let arguments = arguments.unwrap_or_else(|error| error.format(&mut command).exit());
        let done = match arguments.verb {
            None => serve::run(&arguments.serve, gateways, answers),
            Some(Verb::Serve(serve)) => serve::run(&serve, gateways, answers),
            Some(Verb::Trigger(trigger)) => trigger::run(&trigger, &gateways),
            Some(Verb::Sign(sign)) => sign::run(&sign),
            Some(Verb::Verify(verify)) => verify::run(&verify, &gateways),
            Some(Verb::Check(check)) => {
                check::run(&check, &program.to_string_lossy(), gateways, answers)
            }
            Some(Verb::Openapi) => openapi::run(&gateways),
            Some(Verb::Gateways(show)) => gateways::run(&show, &gateways),
            Some(Verb::Health(health)) => health::run(&health),
            Some(Verb::Completions(completions)) => completions::run(&completions, command),
        };
        done.unwrap_or_else(|failure| {
            style::complain(&failure);
            failure.code()
        })
    }

    /// The command line, with the kinds of callbacks of the known gateways.
    fn command(&self) -> Command {
        let kinds = |verb: &str| match verb {
            "trigger" => trigger::kinds(&self.gateways),
            _ => verify::kinds(&self.gateways),
        };
        // Not with `mut_subcommand`, which moves the subcommand to the end of the help.
        Arguments::command().mut_subcommands(|verb| {
            let kinds = kinds(verb.get_name());
            verb.mut_args(|argument| match argument.get_id().as_str() {
                "kind" => argument.value_parser(PossibleValuesParser::new(&kinds)),
                _ => argument,
            })
        })
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program")
            .field("gateways", &self.gateways)
            .finish_non_exhaustive()
    }
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

/// A local stand-in for the Plutu payment API: all five gateways, with a checkout page, one-time
/// passwords, signed callbacks, a dashboard, and faults on demand.
///
/// Without a command it runs `serve`.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Subcommand)]
enum Verb {
    Serve(Box<serve::Serve>),
    Trigger(trigger::Trigger),
    Sign(sign::Sign),
    Verify(verify::Verify),
    Check(Box<check::Check>),
    /// Prints an OpenAPI 3.1 document of the gateways, for clients in other languages.
    Openapi,
    Gateways(gateways::Show),
    Health(health::Health),
    Completions(completions::Completions),
}
