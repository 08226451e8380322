//! The list of the gateways that a sandbox plays.

use std::fmt;

use plutu_core::GatewaySpec;
use plutu_core::spec::FieldSpec;

use crate::gateway::built_in::BUILT_IN;
use crate::gateway::described::Gateway;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::endpoint::Role;
use crate::gateway::problem::DescriptionError;
use crate::gateway::problem::DescriptionProblem;
use crate::own::Answers;

/// The gateways in order, with distinct names.
pub(crate) struct Gateways(Vec<Gateway>);

impl Gateways {
    /// The gateways that plutu-core declares.
    pub(crate) fn built_in() -> Self {
        let mut gateways = Self(Vec::new());
        for spec in BUILT_IN {
            gateways.register(spec);
        }
        gateways
    }

    /// Adds a gateway. It takes the place of a gateway of the same name.
    pub(crate) fn register(&mut self, spec: &'static GatewaySpec) {
        let gateway = Gateway::of(spec);
        match self.0.iter_mut().find(|earlier| **earlier == gateway) {
            Some(earlier) => *earlier = gateway,
            None => self.0.push(gateway),
        }
    }

    /// Checks that the sandbox can play all gateways, and that each of the author's answers belongs
    /// to a request whose reply is the author's own type.
    pub(crate) fn check(&self, answers: &Answers) -> Result<(), DescriptionError> {
        self.iter().try_for_each(Gateway::check)?;
        let mut requests = answers.requests();
        requests.try_for_each(|(gateway, action)| self.check_answer(gateway, action))
    }

    fn check_answer(
        &self,
        gateway: &'static str,
        action: &'static str,
    ) -> Result<(), DescriptionError> {
        let refuse =
            |request, problem| Err(DescriptionError::of_request(gateway, request, problem));
        match self.find(gateway, action) {
            None => refuse(action, DescriptionProblem::AnswersNothing),
            Some(endpoint) if endpoint.role() != Role::Own => {
                refuse(endpoint.request_name(), DescriptionProblem::AnswersKnown)
            }
            Some(_) => Ok(()),
        }
    }

    /// Their descriptions.
    #[cfg(feature = "cli")]
    pub(crate) fn specs(&self) -> impl DoubleEndedIterator<Item = &'static GatewaySpec> {
        self.0.iter().map(|gateway| gateway.spec)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Gateway> {
        self.0.iter().copied()
    }

    pub(crate) fn endpoints(&self) -> impl Iterator<Item = Endpoint> {
        self.iter().flat_map(Gateway::endpoints)
    }

    /// The endpoint of this name, as `gateway/action`.
    pub(crate) fn endpoint(&self, name: &str) -> Option<Endpoint> {
        let (gateway, action) = name.split_once('/')?;
        self.find(gateway, action)
    }

    fn find(&self, gateway: &str, action: &str) -> Option<Endpoint> {
        let mut endpoints = self.endpoints();
        endpoints
            .find(|endpoint| endpoint.gateway().name() == gateway && endpoint.action() == action)
    }

    /// The endpoint that is probably meant, by any name of its gateway.
    pub(crate) fn meant(&self, spoken: &str, action: &str) -> Option<Endpoint> {
        let find = |is_meant: fn(Gateway, &str) -> bool| {
            let mut endpoints = self.endpoints();
            endpoints.find(|endpoint| {
                is_meant(endpoint.gateway(), spoken)
                    && endpoint.action().eq_ignore_ascii_case(action)
            })
        };
        find(Gateway::is_named).or_else(|| find(Gateway::is_called))
    }

    /// The declaration of a field that an endpoint received: the endpoint's own field, or a field
    /// of this name that another endpoint hides.
    pub(crate) fn field(&self, endpoint: Endpoint, wire: &str) -> Option<&'static FieldSpec> {
        let is_it = |field: &&FieldSpec| field.wire == wire;
        let others = self.endpoints().flat_map(Endpoint::fields);
        let mut hidden = others.filter(|field| field.is_hidden());
        let own = endpoint.fields().iter().find(is_it);
        own.or_else(|| hidden.find(is_it))
    }

    /// The endpoint for a first try: one that opens a page and has the fewest required fields. If
    /// there are several, it is the one that was registered last, which may be the developer's own.
    pub(crate) fn simplest_page(&self) -> Option<Endpoint> {
        let asked = |endpoint: &Endpoint| {
            let fields = endpoint.fields().iter();
            fields.filter(|field| field.is_required).count()
        };
        let pages = self.endpoints().filter(|it| it.role() == Role::Page);
        let pages: Vec<_> = pages.collect();
        pages.into_iter().rev().min_by_key(asked)
    }
}

impl fmt::Debug for Gateways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(Gateway::name))
            .finish()
    }
}
