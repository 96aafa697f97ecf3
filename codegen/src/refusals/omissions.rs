//! Rules about what the client leaves out where the owner of a contract takes it as it is.

use crate::diagnostic::rules;

rules! { Generation, Choice Allow;

HEADER_RESERVED = Error "header-reserved" {
    "No parameter is a header that the client writes itself."
    why "OpenAPI ignores `Accept`, `Content-Type` and `Authorization` as parameters, and so would the client."
    Merge(Parameter)
    bad "in: header\nname: Authorization"
    good "in: header\nname: X-Note"
}

}
