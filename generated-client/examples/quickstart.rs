//! Stores a push credential and issues a pairing key for a user.
//!
//! ```text
//! PINGONE_REGION_CODE=EU PINGONE_ENVIRONMENT_ID=… PINGONE_CLIENT_ID=… PINGONE_CLIENT_SECRET=… \
//!     cargo run --example quickstart -- <application id> <user id> <service-account.json>
//! ```

use std::env;
use std::error::Error;

use pingone_mfa::Client;
use pingone_mfa::push::ServiceAccount;
use pingone_mfa::types::{ApplicationId, PairingKeyRequest, PushCredentialRequest, UserId};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut argument = |name: &str| arguments.next().ok_or(format!("give the {name}"));
    let application_id: ApplicationId = argument("application id")?.parse()?;
    let user_id: UserId = argument("user id")?.parse()?;
    let service_account = ServiceAccount::from_path(argument("service account file")?)?;

    let client = Client::from_env()?;

    let stored = client
        .push_credentials(application_id)
        .create(PushCredentialRequest::fcm_http_v1(service_account))
        .await?;
    println!("stored {} as {}", stored.type_, stored.id);

    let request = PairingKeyRequest::new().applications([application_id]);
    let key = client.pairing_keys(user_id).create(request).await?;
    println!("pair with the code {}", key.code.expose());
    Ok(())
}
