//! JWTs with which a client authenticates (RFC 7523): signature and claims.
//!
//! Times are compared with the system's clock, not the fake's, because the client made the JWT by the system's.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use super::oauth_error::{OAuthError, invalid_client};

/// Seconds that `exp` may be in the future.
const LONGEST: i64 = 60 * 60;
/// Seconds that two clocks may differ.
const LEEWAY: i64 = 60;

/// The algorithm that the header names.
pub(super) fn algorithm(jwt: &str) -> Result<Algorithm, OAuthError> {
    let header = decode_header(jwt);
    header.map(|header| header.alg).map_err(|_| invalid_client("The assertion is no JWT."))
}

/// Checks the signature and every claim that PingOne asks for.
pub(super) fn verify(
    jwt: &str,
    algorithm: Algorithm,
    key: &DecodingKey,
    client_id: &str,
    issuer: &str,
) -> Result<(), OAuthError> {
    let mut validation = Validation::new(algorithm);
    // Checked below, each with words of its own.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = decode::<Value>(jwt, key, &validation)
        .map_err(|_| invalid_client("The signature of the assertion is wrong."))?
        .claims;
    check(&claims, client_id, issuer, Timestamp::now().as_second())
}

fn check(claims: &Value, client_id: &str, issuer: &str, now: i64) -> Result<(), OAuthError> {
    if claims["iss"] != client_id || claims["sub"] != client_id {
        return Err(invalid_client("The claims iss and sub must be the client id."));
    }
    let token_endpoint = format!("{issuer}/token");
    let is_for_us = |audience: &Value| *audience == issuer || *audience == token_endpoint.as_str();
    let audiences = claims["aud"].as_array();
    if !audiences.map_or_else(|| is_for_us(&claims["aud"]), |all| all.iter().any(is_for_us)) {
        return Err(invalid_client("The claim aud must be the token endpoint or the issuer."));
    }
    let Some(expiry) = claims["exp"].as_i64() else {
        return Err(invalid_client("The claim exp is missing."));
    };
    if expiry.saturating_add(LEEWAY) <= now {
        return Err(invalid_client("The assertion has expired."));
    }
    if expiry > now.saturating_add(LONGEST + LEEWAY) {
        return Err(invalid_client("The claim exp is more than one hour ahead."));
    }
    if claims["nbf"].as_i64().is_some_and(|start| start > now.saturating_add(LEEWAY)) {
        return Err(invalid_client("The assertion is not valid yet."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "http://127.0.0.1:1/e/as";
    const NOW: i64 = 1_000_000;

    fn with(name: &str, value: Value) -> bool {
        let mut claims = json!({ "iss": "me", "sub": "me", "aud": ISSUER, "exp": NOW + 60 });
        claims[name] = value;
        check(&claims, "me", ISSUER, NOW).is_ok()
    }

    #[test]
    fn every_claim_counts() {
        let cases = [
            ("jti", json!("x"), true),
            ("iss", json!("you"), false),
            ("sub", json!(null), false),
            ("aud", json!(format!("{ISSUER}/token")), true),
            ("aud", json!(["https://other.example", ISSUER]), true),
            ("aud", json!([]), false),
            ("aud", json!("https://other.example"), false),
            ("exp", json!(null), false),
            ("exp", json!("soon"), false),
            ("exp", json!(i64::MIN), false),
            ("exp", json!(i64::MAX), false),
            ("exp", json!(NOW - 61), false),
            ("exp", json!(NOW + 3600), true),
            ("exp", json!(NOW + 3661), false),
            ("nbf", json!(NOW + 61), false),
            ("nbf", json!(NOW), true),
        ];
        for (name, value, expected) in cases {
            assert_eq!(with(name, value.clone()), expected, "{name} {value}");
        }
    }
}
