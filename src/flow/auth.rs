//! The shared secret that Kakao sends in a header: the only authentication there is.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::compile::Auth;

/// Whether the header's value is the secret. Digests are compared, so that neither content nor length shows in the time it takes; a
/// missing header takes the same way.
pub(super) fn holds(auth: &Auth, value: Option<&[u8]>) -> bool {
    let digest = Sha256::digest(value.unwrap_or_default());
    let same = digest.as_slice().ct_eq(&auth.digest);
    bool::from(same) && value.is_some()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::holds;
    use crate::compile::Auth;

    fn auth(secret: &str) -> Auth {
        Auth { header: "x-skill-secret".to_owned(), digest: Sha256::digest(secret.as_bytes()).into() }
    }

    #[test]
    fn only_the_very_secret_opens() {
        let auth = auth("열려라 참깨");
        assert!(holds(&auth, Some("열려라 참깨".as_bytes())));
        for wrong in [None, Some(&b""[..]), Some("열려라 참".as_bytes()), Some("열려라 참깨 ".as_bytes())] {
            assert!(!holds(&auth, wrong));
        }
    }

    #[test]
    fn a_missing_header_does_not_open_an_empty_secret() {
        assert!(!holds(&auth(""), None));
    }
}
