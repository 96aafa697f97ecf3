//! Expectations that fail with a diff instead of two dumps.

use serde_json::Value;
use similar::TextDiff;

use super::redaction::SecretNames;
use super::request::RecordedRequest;
use super::requests::Requests;

impl Requests {
    /// These were the requests, one line each as in [`summary`](Requests::summary).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let pingone = pingone_mfa_testing::FakePingOne::start().await?;
    /// pingone.client().push_credentials(pingone.application_id()).list().await?;
    /// pingone.requests().expect(&["token 200", "listPushCredentials 200"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// With a diff, when they were others.
    #[track_caller]
    pub fn expect(&self, expected: &[&str]) {
        let actual = self.summary();
        assert!(
            actual == expected,
            "other requests than expected:\n{}",
            diff(&expected.join("\n"), &actual.join("\n"))
        );
    }
}

impl RecordedRequest {
    /// This was the JSON body, secrets included.
    ///
    /// # Panics
    ///
    /// With a diff, when it was another. Secrets are not in it; one that differs is named.
    #[track_caller]
    pub fn expect_json(&self, expected: &Value) {
        let actual = self.json().unwrap_or_default();
        assert!(
            actual == *expected,
            "another body than expected:\n{}",
            body_diff(self.secrets(), expected, &actual)
        );
    }
}

fn body_diff(secrets: &SecretNames, expected: &Value, actual: &Value) -> String {
    let redacted = |value: &Value| {
        let mut value = value.clone();
        secrets.redact(&mut value);
        format!("{value:#}")
    };
    let (before, after) = (redacted(expected), redacted(actual));
    let differing = secrets.differing(expected, actual);
    let named = differing.iter().map(|name| format!("the secret `{name}` differs\n"));
    named.chain([diff(&before, &after)]).collect()
}

fn diff(expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    diff.unified_diff()
        .context_radius(3)
        .missing_newline_hint(false)
        .header("expected", "actual")
        .to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_diff_names_secrets_and_shows_none() {
        let secrets = SecretNames::new([String::from("token")].iter());
        let expected = json!({ "type": "APNS", "token": "s3cret-1", "teamId": "a" });
        let actual = json!({ "type": "APNS", "token": "s3cret-2", "teamId": "b" });
        insta::assert_snapshot!(body_diff(&secrets, &expected, &actual), @r#"
        the secret `token` differs
        --- expected
        +++ actual
        @@ -1,5 +1,5 @@
         {
        -  "teamId": "a",
        +  "teamId": "b",
           "token": "<redacted>",
           "type": "APNS"
         }
        "#);
    }

    #[test]
    fn a_diff_of_lines_shows_where() {
        insta::assert_snapshot!(diff("token 200\ncreate 201\nread 200", "token 200\nread 200"), @"
        --- expected
        +++ actual
        @@ -1,3 +1,2 @@
         token 200
        -create 201
         read 200
        ");
    }
}
