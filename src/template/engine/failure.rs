//! Why a template could not be rendered: data, told in Korean or English where the log is written.

use std::fmt;

use handlebars::RenderErrorReason;

use crate::diag::Lang;
use crate::template::budget::Limit;
use crate::template::helper::{self, HelperError};

/// Why a template could not be rendered: for the log, never for a chat user.
#[derive(Debug)]
pub struct RenderError(Why);

#[derive(Debug)]
enum Why {
    /// A value of this request did not fit a helper.
    Helper(HelperError),
    /// There would be no end to it.
    Limit(Limit),
    /// Handlebars' own words.
    Other(String),
}

impl RenderError {
    /// Whether a value of this request did not fit (no number, no date): another request's may, so that a failed trial with a made-up
    /// payload proves nothing.
    pub fn is_by_value(&self) -> bool {
        matches!(self.0, Why::Helper(_))
    }

    /// The sentence, without its full stop.
    pub fn told(&self, lang: Lang) -> String {
        match &self.0 {
            Why::Helper(error) => error.told(lang),
            Why::Limit(limit) => limit.told(lang),
            Why::Other(words) => words.clone(),
        }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::En))
    }
}

impl std::error::Error for RenderError {}

impl From<HelperError> for RenderError {
    fn from(error: HelperError) -> Self {
        Self(Why::Helper(error))
    }
}

impl From<Limit> for RenderError {
    fn from(limit: Limit) -> Self {
        Self(Why::Limit(limit))
    }
}

impl From<handlebars::RenderError> for RenderError {
    fn from(error: handlebars::RenderError) -> Self {
        if let Some(error) = helper::error_in(&error) {
            return Self(Why::Helper(error.clone()));
        }
        let limit = match error.reason() {
            RenderErrorReason::NestedError(inner) => inner.downcast_ref(),
            RenderErrorReason::IOError(inner) => inner.get_ref().and_then(|inner| inner.downcast_ref()),
            _ => None,
        };
        Self(limit.map_or_else(|| Why::Other(error.to_string()), |limit: &Limit| Why::Limit(*limit)))
    }
}
