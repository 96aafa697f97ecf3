//! The rules of the file that says what makes a client one API's.

use crate::diagnostic::rules;

rules! { Generation, Protection;

TARGET_KEY = Error "target-key" {
    "`client.yaml` has the keys that say something about a client."
    why "A misspelt key would be read by nobody, and the client would be another one than meant."
    Words()
    bad "pakage: parcel-api"
    good "package: parcel-api"
}

TARGET_VALUE = Error "target-value" {
    "What `client.yaml` says fits its key."
    why "The client could not be made, or would be another one than meant."
    Words()
    bad "package: Parcel API"
    good "package: parcel-api"
}

}
