// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! Every example of the contract, decoded and encoded.

use jiff::Timestamp;
use pingone_core::Collection;
use serde::Serialize;

use crate::types::{PairingKey, PairingKeyRequest, PushCredential, PushCredentialRequest};

/// Decodes the example as `T` and encodes it again: nothing may be lost or added.
fn round_trip<T: serde::de::DeserializeOwned + Serialize>(example: &str) {
    let example: serde_json::Value = serde_json::from_str(example).unwrap();
    let decoded: T = serde_json::from_value(example.clone()).unwrap();
    let encoded = serde_json::to_value(decoded).unwrap();
    assert_eq!(canonical(encoded), canonical(example));
}

/// The same value can be written in several ways: `.490Z` and `.49Z`, `2` and `2.0`, an
/// empty list and none.
fn canonical(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(text) => {
            match text.parse::<Timestamp>() {
                Ok(instant) => instant.to_string().into(),
                Err(_) => text.into(),
            }
        }
        serde_json::Value::Array(items) => items.into_iter().map(canonical).collect(),
        serde_json::Value::Number(number) => number.as_f64().into(),
        serde_json::Value::Object(members) => {
            members
                .into_iter()
                .filter(|(_, member)| !is_empty(member))
                .map(|(name, member)| (name, canonical(member)))
                .collect()
        }
        other => other,
    }
}

fn is_empty(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => items.is_empty(),
        serde_json::Value::Object(members) => members.is_empty(),
        other => other.is_null(),
    }
}

#[test]
fn create_pairing_key_request_application_and_policy() {
    let example = r#"{
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "policy": {
    "id": "3c7f6e52-0f1b-4d0e-9a55-6b8c2d1e4f70"
  }
}"#;
    round_trip::<PairingKeyRequest>(example);
}

#[test]
fn create_pairing_key_request_application() {
    let example = r#"{
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ]
}"#;
    round_trip::<PairingKeyRequest>(example);
}

#[test]
fn create_pairing_key_request_everything_available() {
    let example = r#"{}"#;
    round_trip::<PairingKeyRequest>(example);
}

#[test]
fn create_pairing_key_response_unclaimed() {
    let example = r#"{
  "_links": {
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"
    },
    "user": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a"
    }
  },
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "code": "01882778807215",
  "createdAt": "2022-02-02T16:33:55.722Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "expiresAt": "2022-02-04T16:33:55.722Z",
  "id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a",
  "status": "UNCLAIMED",
  "updatedAt": "2022-02-02T16:33:55.722Z",
  "user": {
    "id": "788d4931-6936-43f2-82ff-178f5762298a"
  }
}"#;
    round_trip::<PairingKey>(example);
}

#[test]
fn read_pairing_key_response_unclaimed() {
    let example = r#"{
  "_links": {
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"
    },
    "user": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a"
    }
  },
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "code": "01882778807215",
  "createdAt": "2022-02-02T16:33:55.722Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "expiresAt": "2022-02-04T16:33:55.722Z",
  "id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a",
  "status": "UNCLAIMED",
  "updatedAt": "2022-02-02T16:33:55.722Z",
  "user": {
    "id": "788d4931-6936-43f2-82ff-178f5762298a"
  }
}"#;
    round_trip::<PairingKey>(example);
}

#[test]
fn read_pairing_key_response_claimed() {
    let example = r#"{
  "_links": {
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"
    },
    "user": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a"
    }
  },
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "code": "01882778807215",
  "createdAt": "2022-02-02T16:33:55.722Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "expiresAt": "2022-02-04T16:33:55.722Z",
  "id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a",
  "status": "CLAIMED",
  "updatedAt": "2022-02-02T16:41:07.318Z",
  "user": {
    "id": "788d4931-6936-43f2-82ff-178f5762298a"
  }
}"#;
    round_trip::<PairingKey>(example);
}

#[test]
fn read_pairing_key_response_failed() {
    let example = r#"{
  "_links": {
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"
    },
    "user": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a"
    }
  },
  "applications": [
    {
      "id": "7d8797b7-a097-46a9-841f-88f531d1d99b"
    }
  ],
  "code": "01882778807215",
  "createdAt": "2022-02-02T16:33:55.722Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "error": {
    "code": "error.code",
    "message": "error.message"
  },
  "expiresAt": "2022-02-04T16:33:55.722Z",
  "id": "8b22c502-a607-4b3c-8dad-d9ef2397f19a",
  "status": "FAILED",
  "updatedAt": "2022-02-02T16:41:07.318Z",
  "user": {
    "id": "788d4931-6936-43f2-82ff-178f5762298a"
  }
}"#;
    round_trip::<PairingKey>(example);
}

#[test]
fn list_push_credentials_response_two() {
    let example = r#"{
  "_embedded": {
    "pushCredentials": [
      {
        "_links": {
          "application": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
          },
          "environment": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
          },
          "self": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/d7221ba8-5ec5-41ca-b44b-98213547e462"
          }
        },
        "application": {
          "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
        },
        "createdAt": "2022-01-06T15:44:10.669Z",
        "environment": {
          "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
        },
        "id": "d7221ba8-5ec5-41ca-b44b-98213547e462",
        "type": "APNS",
        "updatedAt": "2022-01-06T15:45:41.296Z"
      },
      {
        "_links": {
          "application": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
          },
          "environment": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
          },
          "self": {
            "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17"
          }
        },
        "application": {
          "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
        },
        "createdAt": "2022-01-06T15:44:10.669Z",
        "environment": {
          "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
        },
        "id": "5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17",
        "type": "FCM_HTTP_V1",
        "updatedAt": "2022-01-06T15:44:10.669Z"
      }
    ]
  },
  "_links": {
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials"
    }
  },
  "count": 2,
  "size": 2
}"#;
    round_trip::<Collection<PushCredential>>(example);
}

#[test]
fn list_push_credentials_response_none() {
    let example = r#"{
  "_embedded": {
    "pushCredentials": []
  },
  "_links": {
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials"
    }
  },
  "count": 0,
  "size": 0
}"#;
    round_trip::<Collection<PushCredential>>(example);
}

#[test]
fn create_push_credential_request_apns() {
    let example = r#"{
  "key": "key.value",
  "teamId": "team.id",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn create_push_credential_request_fcm_http_v1() {
    let example = r#"{
  "googleServiceAccountCredentials": "{\"type\":\"service_account\",\"project_id\":\"fake-project\",\"private_key\":\"FAKE\"}",
  "type": "FCM_HTTP_V1"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn create_push_credential_request_hms() {
    let example = r#"{
  "clientId": "18990***63257248",
  "clientSecret": "FAKE-CLIENT-SECRET",
  "type": "HMS"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn create_push_credential_request_fcm() {
    let example = r#"{
  "key": "key.value",
  "type": "FCM"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn create_push_credential_response_apns() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/d7221ba8-5ec5-41ca-b44b-98213547e462"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "d7221ba8-5ec5-41ca-b44b-98213547e462",
  "type": "APNS",
  "updatedAt": "2022-01-06T15:44:10.669Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn create_push_credential_response_fcm_http_v1() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17",
  "type": "FCM_HTTP_V1",
  "updatedAt": "2022-01-06T15:44:10.669Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn create_push_credential_response_hms() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664"
    },
    "environment": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664/pushCredentials/579a4e7d-5024-45d2-a4d7-397bd5b08bbc"
    }
  },
  "application": {
    "id": "c2138f15-5bd2-4bf5-bf29-a3f819419664"
  },
  "clientId": "18990***63257248",
  "createdAt": "2022-11-14T11:22:40.490Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "579a4e7d-5024-45d2-a4d7-397bd5b08bbc",
  "type": "HMS",
  "updatedAt": "2022-11-14T11:22:40.490Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn read_push_credential_response_apns() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/d7221ba8-5ec5-41ca-b44b-98213547e462"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "d7221ba8-5ec5-41ca-b44b-98213547e462",
  "type": "APNS",
  "updatedAt": "2022-01-06T15:44:10.669Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn read_push_credential_response_fcm_http_v1() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17",
  "type": "FCM_HTTP_V1",
  "updatedAt": "2022-01-06T15:44:10.669Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn read_push_credential_response_hms() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664"
    },
    "environment": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664/pushCredentials/579a4e7d-5024-45d2-a4d7-397bd5b08bbc"
    }
  },
  "application": {
    "id": "c2138f15-5bd2-4bf5-bf29-a3f819419664"
  },
  "clientId": "18990***63257248",
  "createdAt": "2022-11-14T11:22:40.490Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "579a4e7d-5024-45d2-a4d7-397bd5b08bbc",
  "type": "HMS",
  "updatedAt": "2022-11-14T11:22:40.490Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn read_push_credential_response_fcm() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/0b9d4c62-1f35-47a8-8e60-c3d5f7a19b24"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "0b9d4c62-1f35-47a8-8e60-c3d5f7a19b24",
  "type": "FCM",
  "updatedAt": "2022-01-06T15:44:10.669Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn replace_push_credential_request_apns() {
    let example = r#"{
  "key": "key.value.updated",
  "teamId": "team.id.updated",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn replace_push_credential_request_fcm_http_v1() {
    let example = r#"{
  "googleServiceAccountCredentials": "{\"type\":\"service_account\",\"project_id\":\"fake-project\",\"private_key\":\"FAKE-UPDATED\"}",
  "type": "FCM_HTTP_V1"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn replace_push_credential_request_hms() {
    let example = r#"{
  "clientId": "18990***63257248",
  "clientSecret": "FAKE-CLIENT-SECRET-UPDATED",
  "type": "HMS"
}"#;
    round_trip::<PushCredentialRequest>(example);
}

#[test]
fn replace_push_credential_response_apns() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/d7221ba8-5ec5-41ca-b44b-98213547e462"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "d7221ba8-5ec5-41ca-b44b-98213547e462",
  "type": "APNS",
  "updatedAt": "2022-01-06T15:45:41.296Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn replace_push_credential_response_fcm_http_v1() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9"
    },
    "environment": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/830109c7-f8aa-491e-b2f2-8f7532ae85e9/pushCredentials/5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17"
    }
  },
  "application": {
    "id": "830109c7-f8aa-491e-b2f2-8f7532ae85e9"
  },
  "createdAt": "2022-01-06T15:44:10.669Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "5e0c1a3d-7b42-4f86-9d1e-2a6b8c4f0e17",
  "type": "FCM_HTTP_V1",
  "updatedAt": "2022-01-06T15:45:41.296Z"
}"#;
    round_trip::<PushCredential>(example);
}

#[test]
fn replace_push_credential_response_hms() {
    let example = r#"{
  "_links": {
    "application": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664"
    },
    "environment": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
    },
    "self": {
      "href": "https://api.pingone.eu/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/applications/c2138f15-5bd2-4bf5-bf29-a3f819419664/pushCredentials/579a4e7d-5024-45d2-a4d7-397bd5b08bbc"
    }
  },
  "application": {
    "id": "c2138f15-5bd2-4bf5-bf29-a3f819419664"
  },
  "clientId": "18990***63257248",
  "createdAt": "2022-11-14T11:22:40.490Z",
  "environment": {
    "id": "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
  },
  "id": "579a4e7d-5024-45d2-a4d7-397bd5b08bbc",
  "type": "HMS",
  "updatedAt": "2022-11-14T11:27:03.118Z"
}"#;
    round_trip::<PushCredential>(example);
}
