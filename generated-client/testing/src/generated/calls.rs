// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The operations of the contract as a test calls them.

use crate::call::{Arguments, Call, decode, outcome, sample};

/// A sample call of every operation of the contract, sorted by tag, path and method.
pub static CALLS: &[Call] = &[
    Call {
        operation_id: "createPairingKey",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .pairing_keys(arguments.get::<pingone_mfa::types::UserId>("userID")?)
                    .create(
                        sample::<
                            pingone_mfa::types::PairingKeyRequest,
                        >(
                            r#"{
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "policy": {
    "id": "3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70"
  }
}"#,
                        )?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(decode::<pingone_mfa::types::PairingKey>),
    },
    Call {
        operation_id: "readPairingKey",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .pairing_keys(arguments.get::<pingone_mfa::types::UserId>("userID")?)
                    .read(
                        arguments
                            .get::<pingone_mfa::types::PairingKeyId>("pairingKeyID")?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(decode::<pingone_mfa::types::PairingKey>),
    },
    Call {
        operation_id: "deletePairingKey",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .pairing_keys(arguments.get::<pingone_mfa::types::UserId>("userID")?)
                    .delete(
                        arguments
                            .get::<pingone_mfa::types::PairingKeyId>("pairingKeyID")?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: None,
    },
    Call {
        operation_id: "listPushCredentials",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .push_credentials(
                        arguments
                            .get::<pingone_mfa::types::ApplicationId>("applicationID")?,
                    )
                    .list();
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(
            decode::<pingone_mfa::Collection<pingone_mfa::types::PushCredential>>,
        ),
    },
    Call {
        operation_id: "createPushCredential",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .push_credentials(
                        arguments
                            .get::<pingone_mfa::types::ApplicationId>("applicationID")?,
                    )
                    .create(
                        sample::<
                            pingone_mfa::types::PushCredentialRequest,
                        >(
                            r#"{
  "key": "key.value",
  "teamId": "team.id",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#,
                        )?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(decode::<pingone_mfa::types::PushCredential>),
    },
    Call {
        operation_id: "readPushCredential",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .push_credentials(
                        arguments
                            .get::<pingone_mfa::types::ApplicationId>("applicationID")?,
                    )
                    .read(
                        arguments
                            .get::<
                                pingone_mfa::types::PushCredentialId,
                            >("pushCredentialID")?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(decode::<pingone_mfa::types::PushCredential>),
    },
    Call {
        operation_id: "replacePushCredential",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .push_credentials(
                        arguments
                            .get::<pingone_mfa::types::ApplicationId>("applicationID")?,
                    )
                    .replace(
                        arguments
                            .get::<
                                pingone_mfa::types::PushCredentialId,
                            >("pushCredentialID")?,
                        sample::<
                            pingone_mfa::types::PushCredentialRequest,
                        >(
                            r#"{
  "key": "key.value.updated",
  "teamId": "team.id.updated",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#,
                        )?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: Some(decode::<pingone_mfa::types::PushCredential>),
    },
    Call {
        operation_id: "deletePushCredential",
        send: |client, arguments: Arguments| {
            Box::pin(async move {
                let call = client
                    .push_credentials(
                        arguments
                            .get::<pingone_mfa::types::ApplicationId>("applicationID")?,
                    )
                    .delete(
                        arguments
                            .get::<
                                pingone_mfa::types::PushCredentialId,
                            >("pushCredentialID")?,
                    );
                outcome(call.send_with_metadata().await)
            })
        },
        decode: None,
    },
];
