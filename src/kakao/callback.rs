//! The callback's rules: which URL may be trusted, what Kakao's answer means.
//!
//! A first version by the flow folder, which needs these names; whoever owns this file replaces what is inside.

use serde_json::Value;
use url::Url;

/// Which hosts a callback URL may name.
#[derive(Clone, Debug)]
pub struct HostRules {
    entries: Vec<String>,
}

impl Default for HostRules {
    fn default() -> Self {
        Self::parse("kakao.com,*.kakao.com")
    }
}

impl HostRules {
    /// A comma list: `kakao.com`, `*.kakao.com`, or `http://127.0.0.1:9000` for tests.
    pub fn parse(list: &str) -> Self {
        Self { entries: list.split(',').map(|entry| entry.trim().to_ascii_lowercase()).filter(|entry| !entry.is_empty()).collect() }
    }

    /// Whether the URL may be posted to; why not.
    pub fn check(&self, url: &str) -> Result<(), &'static str> {
        let url = Url::parse(url).map_err(|_| "it is no URL")?;
        let origin = url.origin().ascii_serialization();
        if url.scheme() == "http" {
            let allowed = origin.starts_with("http://127.0.0.1:") && self.entries.contains(&origin);
            return if allowed { Ok(()) } else { Err("it is not https") };
        }
        let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty() && url.password().is_none();
        let Some(host) = url.domain().filter(|_| plain) else { return Err("its scheme, port or host is not what Kakao sends") };
        let matches = |entry: &String| match entry.strip_prefix('*') {
            Some(suffix) => host.ends_with(suffix),
            None => host == entry,
        };
        if self.entries.iter().any(matches) { Ok(()) } else { Err("its host is not allowed") }
    }
}

/// What Kakao said to a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It is shown.
    Success,
    /// It is not; often with HTTP 200.
    Refused {
        /// Kakao's message.
        message: String,
        /// What an operator can do.
        advice: &'static str,
    },
}

impl Receipt {
    /// Reads the answer to the POST.
    pub fn read(status: u16, body: &[u8]) -> Self {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        match answer.get("status").and_then(Value::as_str) {
            Some("SUCCESS") if (200..300).contains(&status) => Self::Success,
            _ => {
                let message = answer.get("message").and_then(Value::as_str).unwrap_or_default().to_owned();
                Self::Refused { message, advice: "" }
            }
        }
    }
}
