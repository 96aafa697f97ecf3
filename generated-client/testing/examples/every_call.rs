//! Makes every sample call against a server: for a proxy that holds requests against the contract.
//!
//! ```sh
//! cargo run --package pingone-mfa-testing --example every_call -- --api URL --auth URL
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::process::ExitCode;

use pingone_mfa::{Client, ClientCredentials, Hosts, RetryPolicy};
use pingone_mfa_testing::{Arguments, CALLS, Call, ROUTES};

// What a fake has from the start.
const ENVIRONMENT: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
const APPLICATION: &str = "7d8797b7-a097-46a9-841f-88f531d1d99b";
const USER: &str = "788d4931-6936-43f2-82ff-178f5762298a";
const CLIENT: &str = "00000000-fa4e-4000-8000-00000000c11e";
const SECRET: &str = "fake-client-secret-not-real";

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: HashMap<&str, &str> =
        given.chunks_exact(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    let (Some(api), Some(auth)) = (given.get("--api"), given.get("--auth")) else {
        return Err("usage: every_call --api URL --auth URL".into());
    };
    let environment: pingone_mfa::types::EnvironmentId = ENVIRONMENT.parse()?;
    let client = Client::builder(Hosts::new(api, auth)?, environment)
        .credentials(ClientCredentials::new(CLIENT, SECRET))
        .session_id("conformance".parse()?)
        .retry(RetryPolicy::never())
        .build()?;
    let mut failures = 0;
    for call in CALLS {
        match send(&client, call).await {
            Ok(status) => println!("{status} {}", call.operation_id),
            Err(error) => {
                failures += 1;
                println!("{error}");
            }
        }
    }
    println!("{} of {} calls were accepted", CALLS.len() - failures, CALLS.len());
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes a call, after those that make what it needs.
async fn send(client: &Client, call: &Call) -> Result<u16, Box<dyn Error>> {
    let mut arguments =
        Arguments::default().with("applicationID", APPLICATION).with("userID", USER);
    for needed in ["createPushCredential", maker(call).unwrap_or_default()] {
        let Some(maker) = CALLS.iter().find(|call| call.operation_id == needed) else { continue };
        let made = (maker.send)(client.clone(), arguments.clone()).await?;
        if let (Some(id), Some(parameter)) = (made.value()["id"].as_str(), member(call)) {
            arguments = arguments.with(parameter, id);
        }
    }
    Ok((call.send)(client.clone(), arguments).await?.status().as_u16())
}

fn template(call: &Call) -> &'static str {
    let route = ROUTES.iter().find(|route| route.operation_id == call.operation_id);
    route.map_or("", |route| route.template)
}

/// The parameter at the end of the path.
fn member(call: &Call) -> Option<&'static str> {
    template(call).rsplit('/').next()?.strip_prefix('{')?.strip_suffix('}')
}

/// The operation that makes what the end of the path names.
fn maker(call: &Call) -> Option<&'static str> {
    let collection = template(call).rsplit_once('/').filter(|_| member(call).is_some())?.0;
    let made = |route: &&pingone_mfa_testing::Route| {
        route.method == "POST" && route.template == collection
    };
    Some(ROUTES.iter().find(made)?.operation_id)
}
