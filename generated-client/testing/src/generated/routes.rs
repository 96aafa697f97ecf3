// @generated from spec/openapi.yaml by `cargo xtask regen`. Do not edit.

//! The operations of the contract as the fake serves them.

use crate::route::{Route, Format, Location, Parameter, Presence};

/// Every operation of the contract, sorted by tag, path and method.
pub static ROUTES: &[Route] = &[
    Route {
        operation_id: "createPairingKey",
        tag: "Pairing Keys",
        method: "POST",
        template: "/environments/{environmentID}/users/{userID}/pairingKeys",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "userID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 201,
        request_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "DeviceAuthenticationPolicyId": {
      "description": "Id of a device authentication policy in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "DeviceAuthenticationPolicyReference": {
      "additionalProperties": true,
      "description": "A device authentication policy, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/DeviceAuthenticationPolicyId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "PairingKeyRequest": {
      "description": "What a new pairing key may be used for. Every field is optional.",
      "properties": {
        "applications": {
          "description": "The native applications that may use the key. Absent or empty: all available native applications of the environment, which are those that have a `bundleId` or `packageName` and push credentials.",
          "items": {
            "$ref": "#/$defs/ApplicationReference"
          },
          "type": "array"
        },
        "policy": {
          "allOf": [
            {
              "$ref": "#/$defs/DeviceAuthenticationPolicyReference"
            }
          ],
          "description": "The device authentication policy to apply. It decides which MFA methods and mobile applications can be used."
        }
      },
      "type": "object"
    }
  },
  "$ref": "#/$defs/PairingKeyRequest"
}"##,
        ),
        request_example: Some(
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
        ),
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "DeviceAuthenticationPolicyId": {
      "description": "Id of a device authentication policy in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "DeviceAuthenticationPolicyReference": {
      "additionalProperties": true,
      "description": "A device authentication policy, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/DeviceAuthenticationPolicyId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PairingKey": {
      "additionalProperties": true,
      "description": "A pairing key of a user.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "applications": {
          "description": "The native applications that may use the key.",
          "items": {
            "$ref": "#/$defs/ApplicationReference"
          },
          "type": "array"
        },
        "code": {
          "description": "What the user enters or scans; whoever redeems it first pairs a device with the user, so it is a secret until it is claimed or expires. Digits, or digits and letters, as the MFA settings of the environment say: 12 characters for a numeric and 16 for an alphanumeric key according to the documentation, whose sample has 14 digits. Text, never a number: leading zeros count.",
          "format": "password",
          "pattern": "^[0-9A-Za-z]+$",
          "type": "string"
        },
        "createdAt": {
          "description": "When the key was created, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the key belongs to."
        },
        "error": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyError"
            }
          ],
          "description": "Why the pairing failed. Present when `status` is `FAILED`."
        },
        "expiresAt": {
          "description": "When the key stops being valid, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyId"
            }
          ],
          "description": "Id of the key, to read or delete it."
        },
        "policy": {
          "allOf": [
            {
              "$ref": "#/$defs/DeviceAuthenticationPolicyReference"
            }
          ],
          "description": "The device authentication policy of the key. May be absent even if the request named one."
        },
        "status": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyStatus"
            }
          ],
          "description": "Where the pairing stands."
        },
        "updatedAt": {
          "description": "When the key last changed, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "uri": {
          "description": "Text to show as a QR code, if PingOne sends one. Not documented; if it is absent, use `code`.",
          "type": "string"
        },
        "user": {
          "allOf": [
            {
              "$ref": "#/$defs/UserReference"
            }
          ],
          "description": "The user whom the key was made for."
        }
      },
      "required": [
        "id",
        "code",
        "status"
      ],
      "type": "object"
    },
    "PairingKeyError": {
      "additionalProperties": true,
      "description": "Why a pairing failed.",
      "properties": {
        "code": {
          "description": "Reason, for programs. The possible values are not documented.",
          "type": "string"
        },
        "message": {
          "description": "Reason, for people.",
          "type": "string"
        }
      },
      "type": "object"
    },
    "PairingKeyId": {
      "description": "Id of a pairing key. Not the `code` that the user enters.",
      "format": "uuid",
      "type": "string"
    },
    "PairingKeyStatus": {
      "description": "Where a pairing stands: `UNCLAIMED` (no device has used the key), `CLAIMED` (a device is paired) or `FAILED` (see `error`). There is no documented value for an expired key: compare `expiresAt` with the clock.",
      "type": "string",
      "x-extensible-enum": [
        "UNCLAIMED",
        "CLAIMED",
        "FAILED"
      ]
    },
    "UserId": {
      "description": "Id of a user in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "UserReference": {
      "additionalProperties": true,
      "description": "The user that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/UserId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    }
  },
  "$ref": "#/$defs/PairingKey"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "readPairingKey",
        tag: "Pairing Keys",
        method: "GET",
        template: "/environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "userID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "pairingKeyID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 200,
        request_schema: None,
        request_example: None,
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "DeviceAuthenticationPolicyId": {
      "description": "Id of a device authentication policy in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "DeviceAuthenticationPolicyReference": {
      "additionalProperties": true,
      "description": "A device authentication policy, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/DeviceAuthenticationPolicyId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PairingKey": {
      "additionalProperties": true,
      "description": "A pairing key of a user.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "applications": {
          "description": "The native applications that may use the key.",
          "items": {
            "$ref": "#/$defs/ApplicationReference"
          },
          "type": "array"
        },
        "code": {
          "description": "What the user enters or scans; whoever redeems it first pairs a device with the user, so it is a secret until it is claimed or expires. Digits, or digits and letters, as the MFA settings of the environment say: 12 characters for a numeric and 16 for an alphanumeric key according to the documentation, whose sample has 14 digits. Text, never a number: leading zeros count.",
          "format": "password",
          "pattern": "^[0-9A-Za-z]+$",
          "type": "string"
        },
        "createdAt": {
          "description": "When the key was created, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the key belongs to."
        },
        "error": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyError"
            }
          ],
          "description": "Why the pairing failed. Present when `status` is `FAILED`."
        },
        "expiresAt": {
          "description": "When the key stops being valid, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyId"
            }
          ],
          "description": "Id of the key, to read or delete it."
        },
        "policy": {
          "allOf": [
            {
              "$ref": "#/$defs/DeviceAuthenticationPolicyReference"
            }
          ],
          "description": "The device authentication policy of the key. May be absent even if the request named one."
        },
        "status": {
          "allOf": [
            {
              "$ref": "#/$defs/PairingKeyStatus"
            }
          ],
          "description": "Where the pairing stands."
        },
        "updatedAt": {
          "description": "When the key last changed, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "uri": {
          "description": "Text to show as a QR code, if PingOne sends one. Not documented; if it is absent, use `code`.",
          "type": "string"
        },
        "user": {
          "allOf": [
            {
              "$ref": "#/$defs/UserReference"
            }
          ],
          "description": "The user whom the key was made for."
        }
      },
      "required": [
        "id",
        "code",
        "status"
      ],
      "type": "object"
    },
    "PairingKeyError": {
      "additionalProperties": true,
      "description": "Why a pairing failed.",
      "properties": {
        "code": {
          "description": "Reason, for programs. The possible values are not documented.",
          "type": "string"
        },
        "message": {
          "description": "Reason, for people.",
          "type": "string"
        }
      },
      "type": "object"
    },
    "PairingKeyId": {
      "description": "Id of a pairing key. Not the `code` that the user enters.",
      "format": "uuid",
      "type": "string"
    },
    "PairingKeyStatus": {
      "description": "Where a pairing stands: `UNCLAIMED` (no device has used the key), `CLAIMED` (a device is paired) or `FAILED` (see `error`). There is no documented value for an expired key: compare `expiresAt` with the clock.",
      "type": "string",
      "x-extensible-enum": [
        "UNCLAIMED",
        "CLAIMED",
        "FAILED"
      ]
    },
    "UserId": {
      "description": "Id of a user in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "UserReference": {
      "additionalProperties": true,
      "description": "The user that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/UserId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    }
  },
  "$ref": "#/$defs/PairingKey"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "deletePairingKey",
        tag: "Pairing Keys",
        method: "DELETE",
        template: "/environments/{environmentID}/users/{userID}/pairingKeys/{pairingKeyID}",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "userID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "pairingKeyID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 204,
        request_schema: None,
        request_example: None,
        response_schema: None,
        response_example: None,
    },
    Route {
        operation_id: "listPushCredentials",
        tag: "Push Credentials",
        method: "GET",
        template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "applicationID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 200,
        request_schema: None,
        request_example: None,
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PushCredential": {
      "additionalProperties": true,
      "description": "A stored push credential. Its secrets are never returned; of what was sent, only `type` and, for `HMS`, `clientId` come back.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "application": {
          "allOf": [
            {
              "$ref": "#/$defs/ApplicationReference"
            }
          ],
          "description": "The application that the credential belongs to."
        },
        "clientId": {
          "description": "OAuth 2.0 client id. Present only when `type` is `HMS`.",
          "type": "string"
        },
        "createdAt": {
          "description": "When the credential was stored, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the credential belongs to."
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialId"
            }
          ],
          "description": "Id of the credential, to read, replace or delete it."
        },
        "type": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialType"
            }
          ],
          "description": "The push service that the credential is for."
        },
        "updatedAt": {
          "description": "When the credential was last replaced, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        }
      },
      "required": [
        "id",
        "type"
      ],
      "type": "object"
    },
    "PushCredentialCollection": {
      "description": "The push credentials of an application, as a HAL collection.",
      "properties": {
        "_embedded": {
          "description": "The members of the collection.",
          "properties": {
            "pushCredentials": {
              "description": "The push credentials, in no documented order.",
              "items": {
                "$ref": "#/$defs/PushCredential"
              },
              "type": "array"
            }
          },
          "type": "object"
        },
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "count": {
          "description": "How many credentials the whole collection has, if PingOne tells.",
          "format": "int32",
          "minimum": 0,
          "type": "integer"
        },
        "size": {
          "description": "How many credentials this answer holds, if PingOne tells.",
          "format": "int32",
          "minimum": 0,
          "type": "integer"
        }
      },
      "type": "object"
    },
    "PushCredentialId": {
      "description": "Id of a push credential.",
      "format": "uuid",
      "type": "string"
    },
    "PushCredentialType": {
      "description": "The push service that a credential is for: `APNS` (Apple), `FCM_HTTP_V1` (Google), `HMS` (Huawei) or `FCM` (Google's former service, no longer supported, found on old credentials).",
      "type": "string",
      "x-extensible-enum": [
        "APNS",
        "FCM_HTTP_V1",
        "HMS",
        "FCM"
      ]
    }
  },
  "$ref": "#/$defs/PushCredentialCollection"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "createPushCredential",
        tag: "Push Credentials",
        method: "POST",
        template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "applicationID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 201,
        request_schema: Some(
            r##"{
  "$defs": {
    "ApnsPushCredentialRequest": {
      "description": "A credential for Apple's push service, APNs.",
      "properties": {
        "key": {
          "description": "Id of the signing key.",
          "format": "password",
          "type": "string"
        },
        "teamId": {
          "description": "Id of the Apple developer team. Never returned.",
          "type": "string"
        },
        "token": {
          "description": "The signing key itself: the content of the `.p8` file, a private key in PEM form, with its line breaks.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "APNS"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "key",
        "teamId",
        "token"
      ],
      "type": "object"
    },
    "FcmHttpV1PushCredentialRequest": {
      "description": "A credential for Google's push service, Firebase Cloud Messaging (HTTP v1 API).",
      "properties": {
        "googleServiceAccountCredentials": {
          "description": "The content of the JSON file of the service account (the Firebase Admin SDK private key), as one string. The string holds the JSON text; it is not a JSON object.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "FCM_HTTP_V1"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "googleServiceAccountCredentials"
      ],
      "type": "object"
    },
    "FcmPushCredentialRequest": {
      "description": "A credential for Google's former push service. PingOne no longer supports it: use `FCM_HTTP_V1`.",
      "properties": {
        "key": {
          "description": "The server key.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "FCM"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "key"
      ],
      "type": "object"
    },
    "HmsPushCredentialRequest": {
      "description": "A credential for Huawei's push service, HMS.",
      "properties": {
        "clientId": {
          "description": "OAuth 2.0 client id from the Huawei developer console. PingOne returns it.",
          "type": "string"
        },
        "clientSecret": {
          "description": "The secret that belongs to `clientId`.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "HMS"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "clientId",
        "clientSecret"
      ],
      "type": "object"
    },
    "PushCredentialRequest": {
      "description": "A push credential to store, in one variant per push service. Every field of a variant is required.",
      "oneOf": [
        {
          "$ref": "#/$defs/ApnsPushCredentialRequest"
        },
        {
          "$ref": "#/$defs/FcmHttpV1PushCredentialRequest"
        },
        {
          "$ref": "#/$defs/HmsPushCredentialRequest"
        },
        {
          "$ref": "#/$defs/FcmPushCredentialRequest"
        }
      ]
    }
  },
  "$ref": "#/$defs/PushCredentialRequest"
}"##,
        ),
        request_example: Some(
            r#"{
  "key": "key.value",
  "teamId": "team.id",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#,
        ),
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PushCredential": {
      "additionalProperties": true,
      "description": "A stored push credential. Its secrets are never returned; of what was sent, only `type` and, for `HMS`, `clientId` come back.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "application": {
          "allOf": [
            {
              "$ref": "#/$defs/ApplicationReference"
            }
          ],
          "description": "The application that the credential belongs to."
        },
        "clientId": {
          "description": "OAuth 2.0 client id. Present only when `type` is `HMS`.",
          "type": "string"
        },
        "createdAt": {
          "description": "When the credential was stored, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the credential belongs to."
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialId"
            }
          ],
          "description": "Id of the credential, to read, replace or delete it."
        },
        "type": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialType"
            }
          ],
          "description": "The push service that the credential is for."
        },
        "updatedAt": {
          "description": "When the credential was last replaced, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        }
      },
      "required": [
        "id",
        "type"
      ],
      "type": "object"
    },
    "PushCredentialId": {
      "description": "Id of a push credential.",
      "format": "uuid",
      "type": "string"
    },
    "PushCredentialType": {
      "description": "The push service that a credential is for: `APNS` (Apple), `FCM_HTTP_V1` (Google), `HMS` (Huawei) or `FCM` (Google's former service, no longer supported, found on old credentials).",
      "type": "string",
      "x-extensible-enum": [
        "APNS",
        "FCM_HTTP_V1",
        "HMS",
        "FCM"
      ]
    }
  },
  "$ref": "#/$defs/PushCredential"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "readPushCredential",
        tag: "Push Credentials",
        method: "GET",
        template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "applicationID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "pushCredentialID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 200,
        request_schema: None,
        request_example: None,
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PushCredential": {
      "additionalProperties": true,
      "description": "A stored push credential. Its secrets are never returned; of what was sent, only `type` and, for `HMS`, `clientId` come back.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "application": {
          "allOf": [
            {
              "$ref": "#/$defs/ApplicationReference"
            }
          ],
          "description": "The application that the credential belongs to."
        },
        "clientId": {
          "description": "OAuth 2.0 client id. Present only when `type` is `HMS`.",
          "type": "string"
        },
        "createdAt": {
          "description": "When the credential was stored, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the credential belongs to."
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialId"
            }
          ],
          "description": "Id of the credential, to read, replace or delete it."
        },
        "type": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialType"
            }
          ],
          "description": "The push service that the credential is for."
        },
        "updatedAt": {
          "description": "When the credential was last replaced, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        }
      },
      "required": [
        "id",
        "type"
      ],
      "type": "object"
    },
    "PushCredentialId": {
      "description": "Id of a push credential.",
      "format": "uuid",
      "type": "string"
    },
    "PushCredentialType": {
      "description": "The push service that a credential is for: `APNS` (Apple), `FCM_HTTP_V1` (Google), `HMS` (Huawei) or `FCM` (Google's former service, no longer supported, found on old credentials).",
      "type": "string",
      "x-extensible-enum": [
        "APNS",
        "FCM_HTTP_V1",
        "HMS",
        "FCM"
      ]
    }
  },
  "$ref": "#/$defs/PushCredential"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "replacePushCredential",
        tag: "Push Credentials",
        method: "PUT",
        template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "applicationID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "pushCredentialID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 200,
        request_schema: Some(
            r##"{
  "$defs": {
    "ApnsPushCredentialRequest": {
      "description": "A credential for Apple's push service, APNs.",
      "properties": {
        "key": {
          "description": "Id of the signing key.",
          "format": "password",
          "type": "string"
        },
        "teamId": {
          "description": "Id of the Apple developer team. Never returned.",
          "type": "string"
        },
        "token": {
          "description": "The signing key itself: the content of the `.p8` file, a private key in PEM form, with its line breaks.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "APNS"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "key",
        "teamId",
        "token"
      ],
      "type": "object"
    },
    "FcmHttpV1PushCredentialRequest": {
      "description": "A credential for Google's push service, Firebase Cloud Messaging (HTTP v1 API).",
      "properties": {
        "googleServiceAccountCredentials": {
          "description": "The content of the JSON file of the service account (the Firebase Admin SDK private key), as one string. The string holds the JSON text; it is not a JSON object.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "FCM_HTTP_V1"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "googleServiceAccountCredentials"
      ],
      "type": "object"
    },
    "FcmPushCredentialRequest": {
      "description": "A credential for Google's former push service. PingOne no longer supports it: use `FCM_HTTP_V1`.",
      "properties": {
        "key": {
          "description": "The server key.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "FCM"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "key"
      ],
      "type": "object"
    },
    "HmsPushCredentialRequest": {
      "description": "A credential for Huawei's push service, HMS.",
      "properties": {
        "clientId": {
          "description": "OAuth 2.0 client id from the Huawei developer console. PingOne returns it.",
          "type": "string"
        },
        "clientSecret": {
          "description": "The secret that belongs to `clientId`.",
          "format": "password",
          "type": "string"
        },
        "type": {
          "description": "Names this variant.",
          "enum": [
            "HMS"
          ],
          "type": "string"
        }
      },
      "required": [
        "type",
        "clientId",
        "clientSecret"
      ],
      "type": "object"
    },
    "PushCredentialRequest": {
      "description": "A push credential to store, in one variant per push service. Every field of a variant is required.",
      "oneOf": [
        {
          "$ref": "#/$defs/ApnsPushCredentialRequest"
        },
        {
          "$ref": "#/$defs/FcmHttpV1PushCredentialRequest"
        },
        {
          "$ref": "#/$defs/HmsPushCredentialRequest"
        },
        {
          "$ref": "#/$defs/FcmPushCredentialRequest"
        }
      ]
    }
  },
  "$ref": "#/$defs/PushCredentialRequest"
}"##,
        ),
        request_example: Some(
            r#"{
  "key": "key.value.updated",
  "teamId": "team.id.updated",
  "token": "-----BEGIN PRIVATE KEY-----\nFAKE-FAKE-FAKE\n-----END PRIVATE KEY-----",
  "type": "APNS"
}"#,
        ),
        response_schema: Some(
            r##"{
  "$defs": {
    "ApplicationId": {
      "description": "Id of an application in the environment.",
      "format": "uuid",
      "type": "string"
    },
    "ApplicationReference": {
      "additionalProperties": true,
      "description": "An application, named by its id.",
      "properties": {
        "id": {
          "$ref": "#/$defs/ApplicationId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "EnvironmentId": {
      "description": "Id of a PingOne environment.",
      "format": "uuid",
      "type": "string"
    },
    "EnvironmentReference": {
      "additionalProperties": true,
      "description": "The environment that a resource belongs to.",
      "properties": {
        "id": {
          "$ref": "#/$defs/EnvironmentId"
        }
      },
      "required": [
        "id"
      ],
      "type": "object"
    },
    "Links": {
      "additionalProperties": {
        "description": "One HAL link.",
        "properties": {
          "href": {
            "description": "Absolute URL of the linked resource.",
            "format": "uri",
            "type": "string"
          },
          "name": {
            "description": "Tells links of the same relation apart.",
            "type": "string"
          },
          "profile": {
            "description": "Profile of the linked resource.",
            "type": "string"
          },
          "title": {
            "description": "Title of the link, for people.",
            "type": "string"
          },
          "type": {
            "description": "Media type to expect from the linked resource.",
            "type": "string"
          }
        },
        "required": [
          "href"
        ],
        "type": "object"
      },
      "description": "HAL links of a resource, by relation. A resource links to `self` and to the resources it belongs to, a collection to `self` and, if it is paged, to `next` and `prev`. New relations may appear at any time.",
      "type": "object"
    },
    "PushCredential": {
      "additionalProperties": true,
      "description": "A stored push credential. Its secrets are never returned; of what was sent, only `type` and, for `HMS`, `clientId` come back.",
      "properties": {
        "_links": {
          "$ref": "#/$defs/Links"
        },
        "application": {
          "allOf": [
            {
              "$ref": "#/$defs/ApplicationReference"
            }
          ],
          "description": "The application that the credential belongs to."
        },
        "clientId": {
          "description": "OAuth 2.0 client id. Present only when `type` is `HMS`.",
          "type": "string"
        },
        "createdAt": {
          "description": "When the credential was stored, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        },
        "environment": {
          "allOf": [
            {
              "$ref": "#/$defs/EnvironmentReference"
            }
          ],
          "description": "The environment that the credential belongs to."
        },
        "id": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialId"
            }
          ],
          "description": "Id of the credential, to read, replace or delete it."
        },
        "type": {
          "allOf": [
            {
              "$ref": "#/$defs/PushCredentialType"
            }
          ],
          "description": "The push service that the credential is for."
        },
        "updatedAt": {
          "description": "When the credential was last replaced, in UTC with milliseconds.",
          "format": "date-time",
          "type": "string"
        }
      },
      "required": [
        "id",
        "type"
      ],
      "type": "object"
    },
    "PushCredentialId": {
      "description": "Id of a push credential.",
      "format": "uuid",
      "type": "string"
    },
    "PushCredentialType": {
      "description": "The push service that a credential is for: `APNS` (Apple), `FCM_HTTP_V1` (Google), `HMS` (Huawei) or `FCM` (Google's former service, no longer supported, found on old credentials).",
      "type": "string",
      "x-extensible-enum": [
        "APNS",
        "FCM_HTTP_V1",
        "HMS",
        "FCM"
      ]
    }
  },
  "$ref": "#/$defs/PushCredential"
}"##,
        ),
        response_example: Some(
            r#"{
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
}"#,
        ),
    },
    Route {
        operation_id: "deletePushCredential",
        tag: "Push Credentials",
        method: "DELETE",
        template: "/environments/{environmentID}/applications/{applicationID}/pushCredentials/{pushCredentialID}",
        parameters: &[
            Parameter {
                name: "environmentID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Text,
            },
            Parameter {
                name: "applicationID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "pushCredentialID",
                location: Location::Path,
                presence: Presence::Required,
                format: Format::Uuid,
            },
            Parameter {
                name: "X-Ping-External-Session-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
            Parameter {
                name: "X-Ping-External-Transaction-ID",
                location: Location::Header,
                presence: Presence::Optional,
                format: Format::Text,
            },
        ],
        success: 204,
        request_schema: None,
        request_example: None,
        response_schema: None,
        response_example: None,
    },
];
