//! The callback's rules: which URL may be trusted, what Kakao's answer means.
