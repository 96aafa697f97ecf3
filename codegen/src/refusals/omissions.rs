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

OPERATION_ID_FORM = Error "operation-id-form" {
    "An `operationId` is an identifier in camel case."
    why "Other tools make names of it that a mark or a space would break; here it is spelt without them."
    Merge(Operation)
    bad "operationId: create a thing"
    good "operationId: createThing"
}

}
