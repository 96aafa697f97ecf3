//! PingOne's error codes: open sets, because PingOne adds codes at any time.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::unknown::UnknownValue;

/// Defines an open enum: known texts, and `Unknown` for the rest.
macro_rules! open_set {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* #[doc = concat!("\n\nThe text `", $text, "`.")] $variant,)*
            /// A code that this version does not know. A later version may know it, so compare
            /// [`as_str`](Self::as_str) instead of matching on this.
            Unknown(UnknownValue),
        }

        impl $name {
            /// The codes that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as PingOne writes it. `Display` writes the same; of a code that this version
            /// does not know, both show what the server sent, whatever characters that has.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(code) => code.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(UnknownValue::new(text)),
                }
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

open_set! {
    /// What kind of error a whole response is ([`ErrorBody::code`](crate::ErrorBody::code)).
    ///
    /// The set is open: PingOne may send codes that this version does not know, and they are kept.
    ///
    /// ```
    /// use pingone_mfa::ErrorCode;
    ///
    /// assert_eq!(ErrorCode::from("NOT_FOUND"), ErrorCode::NotFound);
    /// assert_eq!(ErrorCode::from("BRAND_NEW").as_str(), "BRAND_NEW");
    /// ```
    pub enum ErrorCode {
        /// The token is not accepted, a permission is missing, or the licence does not cover the
        /// request; [`DetailCode`] tells which.
        AccessFailed = "ACCESS_FAILED",
        /// Values of the request are missing or not valid.
        InvalidData = "INVALID_DATA",
        /// The request cannot be read as it is.
        InvalidRequest = "INVALID_REQUEST",
        /// There is no such resource.
        NotFound = "NOT_FOUND",
        /// The request is well-formed, but a rule forbids what it asks for.
        RequestFailed = "REQUEST_FAILED",
        /// Too many requests.
        RequestLimited = "REQUEST_LIMITED",
        /// PingOne failed.
        UnexpectedError = "UNEXPECTED_ERROR",
    }
}

open_set! {
    /// What kind of cause a detail of an error is ([`ErrorDetail::code`](crate::ErrorDetail::code)).
    ///
    /// The set is open, and at status 404 the text is free. These are not the codes of a whole
    /// response, which are [`ErrorCode`]s.
    pub enum DetailCode {
        /// The account cannot be used.
        AccountNotUsable = "ACCOUNT_NOT_USABLE",
        /// A value breaks a rule.
        ConstraintViolation = "CONSTRAINT_VIOLATION",
        /// A value is empty that must not be.
        EmptyValue = "EMPTY_VALUE",
        /// The token is valid, but lacks a permission: the application needs another role.
        InsufficientPermissions = "INSUFFICIENT_PERMISSIONS",
        /// A filter cannot be read.
        InvalidFilter = "INVALID_FILTER",
        /// A one-time password is wrong.
        InvalidOtp = "INVALID_OTP",
        /// A parameter is not valid.
        InvalidParameter = "INVALID_PARAMETER",
        /// The access token is not accepted.
        InvalidToken = "INVALID_TOKEN",
        /// A value is not valid.
        InvalidValue = "INVALID_VALUE",
        /// The licence does not cover the request.
        LicenseExceeded = "LICENSE_EXCEEDED",
        /// A limit is exceeded, of a rate or of a number of things.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// Authentication methods exclude each other.
        MfaAuthMethodsConflict = "MFA_AUTH_METHODS_CONFLICT",
        /// There is no password.
        NoPassword = "NO_PASSWORD",
        /// A value is too small or too large.
        OutOfRange = "OUT_OF_RANGE",
        /// A quota is used up.
        QuotaExceeded = "QUOTA_EXCEEDED",
        /// A value is missing.
        RequiredValue = "REQUIRED_VALUE",
        /// A value is too long or too large.
        SizeLimitExceeded = "SIZE_LIMIT_EXCEEDED",
        /// Something else has this value already.
        UniquenessViolation = "UNIQUENESS_VIOLATION",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_round_trips() {
        for text in ["NOT_FOUND", "REQUEST_LIMITED", "BRAND_NEW", "not_found", "", "a\nb"] {
            assert_eq!(ErrorCode::from(text).as_str(), text);
            assert_eq!(text.parse::<ErrorCode>().unwrap().to_string(), text);
            assert_eq!(DetailCode::from(text).as_str(), text);
        }
    }

    #[test]
    fn a_known_text_is_never_unknown() {
        for code in ErrorCode::KNOWN {
            assert_eq!(&ErrorCode::from(code.as_str()), code);
        }
        for code in DetailCode::KNOWN {
            assert_eq!(&DetailCode::from(code.as_str()), code);
        }
        assert!(!ErrorCode::KNOWN.contains(&ErrorCode::from("not_found")), "case counts");
    }
}
