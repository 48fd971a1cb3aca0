//! One request, bytes to bytes; and the callback that may follow it. No actix type here.

use std::sync::Arc;

use crate::outbound::Outbound;

/// What a request needs besides the configuration; lives as long as the process.
/// A field `hosts: kakao::callback::HostRules` follows as soon as that type has landed.
pub struct World {
    /// Who calls out.
    pub outbound: Arc<dyn Outbound>,
}
