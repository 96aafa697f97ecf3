//! The form of a token request.

use std::collections::HashMap;

use url::form_urlencoded;

use super::oauth_error::{OAuthError, invalid_request};

/// A form in which no parameter is repeated.
pub(super) struct Form(HashMap<String, String>);

impl Form {
    pub(super) fn parse(body: &[u8]) -> Result<Form, OAuthError> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(invalid_request("A parameter is repeated."));
            }
        }
        Ok(Form(parameters))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A form-encoded text, decoded.
pub(super) fn decoded(text: &str) -> String {
    // A name without `=` is one whole text to the parser; `&` would split it and is never left plain by an encoder.
    form_urlencoded::parse(text.as_bytes()).map(|(name, value)| format!("{name}{value}")).collect()
}
