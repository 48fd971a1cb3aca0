//! How deep a body is nested. `serde_json` limits what it keeps, but skips the rest without a limit.

/// Deepest nesting of a payload, that of `serde_json`.
pub(super) const MAX: usize = 127;

/// Whether brackets are nested deeper than [`MAX`]. Cheap for an ordinary body, which has fewer brackets than that.
pub(super) fn is_too_deep(body: &[u8]) -> bool {
    opening(body) > MAX && deepest(body) > MAX
}

/// How many `{` and `[` there are, also in strings.
fn opening(body: &[u8]) -> usize {
    // Sums of a byte each, so that the compiler counts many bytes at once.
    body.chunks(255).map(|chunk| usize::from(chunk.iter().map(|byte| u8::from(byte | 0x20 == b'{')).sum::<u8>())).sum()
}

fn deepest(body: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in body {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_nesting_counts() {
        assert!(!is_too_deep(format!("{{\"a\":\"{}\"}}", "[".repeat(1_000)).as_bytes()));
        assert!(!is_too_deep("[]".repeat(1_000).as_bytes()));
        assert!(!is_too_deep(format!("{}{}", "[".repeat(MAX), "]".repeat(MAX)).as_bytes()));
        assert!(is_too_deep("[".repeat(MAX + 1).as_bytes()));
        assert!(is_too_deep("{\"a\":".repeat(MAX + 1).as_bytes()));
    }
}
