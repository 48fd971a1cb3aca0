//! The callback's rules: which URL may be trusted.
//!
//! `userRequest.callbackUrl` arrives in a request that anyone can forge, so it decides whom this server talks to. It is judged here and
//! then used byte for byte: Kakao takes a token that was encoded again for a wrong one.

use std::fmt;

use url::{Host, Url};

/// Longest callback URL, in bytes; Kakao's have about 150.
const MAX_URL_BYTES: usize = 2048;

/// Which hosts a callback URL may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRules {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// Exactly this host, by https.
    Host(String),
    /// Every host that ends with this, which begins with a dot.
    Below(String),
    /// `http://127.0.0.1:9000`: plain http, only for tests on this machine.
    Loopback(String),
}

/// An entry of the list that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is not a host such as kakao.com, *.kakao.com or http://127.0.0.1:9000")]
pub struct BadHostRule {
    /// As written.
    pub entry: String,
}

/// Why a callback URL is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// Over 2048 bytes.
    TooLong,
    /// Not a URL, or one that would be sent otherwise than it is written: white space, control characters, backslashes, `/../`,
    /// capitals or other scripts in the host.
    Malformed,
    /// Not https.
    NotHttps,
    /// Another port than 443.
    Port,
    /// A user name or password before the host.
    UserInfo,
    /// Something after `#`, which would not be sent.
    Fragment,
    /// A number instead of a name.
    IpAddress,
    /// A host that is not in the list.
    Host,
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "it is too long",
            Self::Malformed => "it is not a plain URL",
            Self::NotHttps => "it is not https",
            Self::Port => "it names a port",
            Self::UserInfo => "it holds a user name",
            Self::Fragment => "it holds a `#`",
            Self::IpAddress => "its host is an IP address",
            Self::Host => "its host is not allowed",
        })
    }
}

impl Default for HostRules {
    /// Kakao's own: `kakao.com` and everything below it.
    fn default() -> Self {
        Self { entries: vec![Entry::Host("kakao.com".to_owned()), Entry::Below(".kakao.com".to_owned())] }
    }
}

impl HostRules {
    /// A comma list: `kakao.com`, `*.kakao.com`, or `http://127.0.0.1:9000` for tests.
    pub fn parse(list: &str) -> Result<Self, BadHostRule> {
        let written = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let entries = written.map(|entry| Entry::parse(entry).ok_or_else(|| BadHostRule { entry: entry.to_owned() }));
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }

    /// Whether the URL may be posted to as it is; why not.
    pub fn check(&self, url: &str) -> Result<(), Distrust> {
        if url.len() > MAX_URL_BYTES {
            return Err(Distrust::TooLong);
        }
        // Parsers repair what they read (backslashes, tabs, full-width letters, 0x7f.1). Whatever needs repair is no URL of Kakao's.
        if !url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(Distrust::Malformed);
        }
        let parsed = Url::parse(url).map_err(|_| Distrust::Malformed)?;
        if url.contains('#') {
            return Err(Distrust::Fragment);
        }
        let authority =
            url.split_once("://").map(|(_, rest)| rest.split(['/', '?']).next().unwrap_or_default()).unwrap_or_default();
        if authority.contains('@') {
            return Err(Distrust::UserInfo);
        }
        if parsed.as_str() != url {
            return Err(Distrust::Malformed);
        }
        let origin = parsed.origin().ascii_serialization();
        if self.entries.iter().any(|entry| matches!(entry, Entry::Loopback(allowed) if *allowed == origin)) {
            return Ok(());
        }
        if parsed.scheme() != "https" {
            return Err(Distrust::NotHttps);
        }
        let Some(Host::Domain(host)) = parsed.host() else { return Err(Distrust::IpAddress) };
        if parsed.port().is_some() {
            return Err(Distrust::Port);
        }
        let is_allowed = |entry: &Entry| match entry {
            Entry::Host(allowed) => host == allowed,
            Entry::Below(suffix) => host.len() > suffix.len() && host.ends_with(suffix.as_str()),
            Entry::Loopback(_) => false,
        };
        let is_name = host.split('.').all(is_label);
        if authority == host && is_name && self.entries.iter().any(is_allowed) { Ok(()) } else { Err(Distrust::Host) }
    }
}

impl Entry {
    fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        if text.starts_with("http://") {
            let url = Url::parse(&text).ok()?;
            let is_loopback = match url.host()? {
                Host::Ipv4(address) => address.is_loopback(),
                Host::Ipv6(address) => address.is_loopback(),
                Host::Domain(_) => false,
            };
            let origin = url.origin().ascii_serialization();
            return (is_loopback && text.trim_end_matches('/') == origin).then_some(Self::Loopback(origin));
        }
        let (below, name) = text.strip_prefix("*.").map_or((false, text.as_str()), |name| (true, name));
        // A number would be an address, and `*.com` the whole world.
        let labels: Vec<&str> = name.split('.').collect();
        let is_name = labels.len() > 1 && labels.iter().copied().all(is_label);
        let is_number = labels.last().is_none_or(|last| last.starts_with(|c: char| c.is_ascii_digit()));
        (is_name && !is_number).then(|| if below { Self::Below(format!(".{name}")) } else { Self::Host(name.to_owned()) })
    }
}

/// A part of a host's name, between two dots.
fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with('-') && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str) -> Result<(), Distrust> {
        HostRules::default().check(url)
    }

    #[test]
    fn kakaos_own_urls_are_trusted() {
        for url in [
            "https://bot-api.kakao.com/v1/bots/0123456789abcdef!/callback/9f8e7d6c5b4a",
            "https://kakao.com/callback?token=a%2Fb%3D&x=1",
            "https://a.b.c.kakao.com/",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn tricks_are_refused() {
        for (url, why) in [
            ("", Distrust::Malformed),
            ("kakao.com/callback", Distrust::Malformed),
            ("http://bot-api.kakao.com/callback", Distrust::NotHttps),
            ("ftp://bot-api.kakao.com/callback", Distrust::NotHttps),
            ("https://bot-api.kakao.com:8443/callback", Distrust::Port),
            ("https://user@bot-api.kakao.com/callback", Distrust::UserInfo),
            ("https://kakao.com:x@evil.example/callback", Distrust::UserInfo),
            ("https://bot-api.kakao.com@evil.example/callback", Distrust::UserInfo),
            ("https://evil.example#.kakao.com/", Distrust::Fragment),
            ("https://bot-api.kakao.com/callback#x", Distrust::Fragment),
            ("https://evil.example/.kakao.com", Distrust::Host),
            ("https://evilkakao.com/callback", Distrust::Host),
            ("https://kakao.com.evil.example/callback", Distrust::Host),
            ("https://.kakao.com/callback", Distrust::Host),
            ("https://kakao.com./callback", Distrust::Host),
            ("https://evil.example\\.kakao.com/", Distrust::Malformed),
            ("https://evil.example\\@kakao.com/", Distrust::Malformed),
            ("https://kakao.com%2eevil.example/", Distrust::Malformed),
            ("https://bot-api.kakao.com%00.evil.example/", Distrust::Malformed),
            ("https://bot-api%2ekakao.com/", Distrust::Malformed),
            ("https://BOT-API.kakao.com/", Distrust::Malformed),
            ("https://ⓚakao.com/", Distrust::Malformed),
            ("https://kakao。com/", Distrust::Malformed),
            ("https://카카오.kakao.com/", Distrust::Malformed),
            ("https://bot-api.kakao.com/a b", Distrust::Malformed),
            ("https://bot-api.kakao.com/a\nb", Distrust::Malformed),
            ("https://bot-api.kakao.com/\tx", Distrust::Malformed),
            (" https://bot-api.kakao.com/x", Distrust::Malformed),
            ("https://bot-api.kakao.com/a/../b", Distrust::Malformed),
            ("https:bot-api.kakao.com/x", Distrust::Malformed),
            ("https:///bot-api.kakao.com/x", Distrust::Malformed),
            ("https://127.0.0.1/x", Distrust::IpAddress),
            ("https://[::1]/x", Distrust::IpAddress),
            ("https://2130706433/x", Distrust::Malformed),
            ("https://0x7f.1/x", Distrust::Malformed),
            ("https://localhost/x", Distrust::Host),
            ("file:///etc/passwd", Distrust::NotHttps),
        ] {
            assert_eq!(check(url), Err(why), "{url}");
        }
        assert_eq!(check(&format!("https://kakao.com/{}", "a".repeat(3000))), Err(Distrust::TooLong));
    }

    #[test]
    fn no_other_spelling_gets_through() {
        let with_loopback = HostRules::parse("kakao.com, *.kakao.com, http://127.0.0.1:9000").unwrap();
        for url in [
            // Addresses in every way that parsers read them.
            "https://127.0.0.1:443/x",
            "https://127.1/x",
            "https://127.0.0.1./x",
            "https://0177.0.0.1/x",
            "https://0x7f000001/x",
            "https://0x7f.0x0.0x0.0x1/x",
            "https://017700000001/x",
            "https://0/x",
            "https://169.254.169.254/latest/meta-data/",
            "https://10.0.0.1/x",
            "https://[::1]:443/x",
            "https://[::]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://[::ffff:7f00:1]/x",
            "https://[::127.0.0.1]/x",
            "https://[64:ff9b::7f00:1]/x",
            "https://[2002:7f00:1::]/x",
            "https://[fe80::1%25eth0]/x",
            "https://①②⑦.⓪.⓪.①/x",
            "https://127。0。0。1/x",
            "http://127.0.0.1:9000@bot-api.kakao.com/x",
            "http://127.0.0.1:9000.kakao.com/x",
            "http://2130706433:9000/x",
            "http://[::ffff:127.0.0.1]:9000/x",
            "http://localhost:9000/x",
            "HTTP://127.0.0.1:9000/x",
            // Hosts that look like Kakao's.
            "https://kakao.com.evil.example/x",
            "https://kakao.co/x",
            "https://kakao.comm/x",
            "https://kakao.com.kr/x",
            "https://xkakao.com/x",
            "https://bot-api-kakao.com/x",
            "https://bot-api.kakao.com.:443/x",
            "https://bot-api.kakao.com./x",
            "https://..kakao.com/x",
            "https://k\u{430}kao.com/x",
            "https://xn--kkao-53d.com/x",
            "https://kakao\u{ff0e}com/x",
            "https://kakao.com\u{200b}.evil.example/x",
            "https://kakao.com,evil.example/x",
            "https://evil.example;.kakao.com/x",
            "https://evil.example%2f.kakao.com/x",
            "https://evil.example%23.kakao.com/x",
            "https://bot%2Dapi.kakao.com/x",
            "https://evil.example?.kakao.com/x",
            // Signs that end or move the host.
            "https://kakao.com:443@evil.example/x",
            "https://@bot-api.kakao.com/x",
            "https://:@bot-api.kakao.com/x",
            "https://evil.example/@bot-api.kakao.com/x",
            "https://bot-api.kakao.com:/x",
            "https://bot-api.kakao.com:443/x",
            "https://bot-api.kakao.com:0/x",
            "https://bot-api.kakao.com:99999/x",
            "https:/\\evil.example/x",
            "https:\\\\bot-api.kakao.com\\x",
            "https://evil.example\t.kakao.com/x",
            "https://evil.example\r\n.kakao.com/x",
            "https://bot-api.kakao.com/x\r\nHost: evil.example",
            "https://bot-api.kakao.com/x\0",
            "\u{feff}https://bot-api.kakao.com/x",
            "//bot-api.kakao.com/x",
            "///bot-api.kakao.com/x",
            "https//bot-api.kakao.com/x",
            // Other schemes.
            "data:text/plain,https://bot-api.kakao.com/x",
            "javascript:fetch('https://bot-api.kakao.com/')",
            "gopher://bot-api.kakao.com/x",
            "ws://bot-api.kakao.com/x",
            "wss://bot-api.kakao.com/x",
            "blob:https://bot-api.kakao.com/x",
            "view-source:https://bot-api.kakao.com/x",
            "file://bot-api.kakao.com/etc/passwd",
            "https",
            "https:",
            "https://",
            "https:///",
            "https://?",
            "null",
            "{}",
        ] {
            assert!(with_loopback.check(url).is_err(), "{url:?}");
        }
        let ten_kilobytes = format!("https://bot-api.kakao.com/{}", "a".repeat(10_240));
        assert_eq!(with_loopback.check(&ten_kilobytes), Err(Distrust::TooLong));
        let long_host = format!("https://{}.kakao.com/x", "a.".repeat(600));
        assert!(with_loopback.check(&long_host).is_err());
    }

    #[test]
    fn one_loopback_address_may_be_allowed() {
        let rules = HostRules::parse("kakao.com, http://127.0.0.1:9000").unwrap();
        assert_eq!(rules.check("http://127.0.0.1:9000/callback/1"), Ok(()));
        assert_eq!(rules.check("https://kakao.com/callback"), Ok(()));
        for url in [
            "http://127.0.0.1:9001/callback",
            "http://127.0.0.1/callback",
            "http://127.0.0.2:9000/callback",
            "http://127.1:9000/callback",
            "https://127.0.0.1:9000/callback",
            "http://localhost:9000/callback",
            "http://x@127.0.0.1:9000/callback",
            "https://bot-api.kakao.com/callback",
        ] {
            assert!(rules.check(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_list_says_which_entry_is_wrong() {
        for entry in [
            "*",
            "*.com",
            "com",
            "https://kakao.com",
            "kakao.com:443",
            "http://10.0.0.1:9000",
            "http://127.0.0.1:9000/x",
            "10.0.0.1",
            "a b.com",
            "http://localhost:1",
        ] {
            let list = format!("kakao.com,{entry}");
            assert_eq!(HostRules::parse(&list), Err(BadHostRule { entry: entry.to_owned() }));
        }
        assert_eq!(HostRules::parse(" KAKAO.com , *.kakao.com,").unwrap(), HostRules::default());
    }
}
