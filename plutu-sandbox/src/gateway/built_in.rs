//! The gateways that plutu-core declares. They are registered like any other gateway.

use plutu_core::Gateway as _;
use plutu_core::GatewaySpec;
use plutu_core::gateways::adfali;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;

/// Their descriptions, in the order of lists.
pub(super) const BUILT_IN: [&GatewaySpec; 5] = [
    adfali::Gateway::SPEC,
    sadad::Gateway::SPEC,
    local_bank_cards::Gateway::SPEC,
    mpgs::Gateway::SPEC,
    tlync::Gateway::SPEC,
];
