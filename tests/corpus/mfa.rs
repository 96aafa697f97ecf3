//! What a user of multi-factor authentication does, over the wire.

use mfa_client::device_authentication_policy::CreateDeviceAuthenticationPoliciesBody;
use mfa_client::types::*;
use mfa_client::{Client, serde_json};
use pingone_mfa_testing::{Contract, FakePingOne};
use serde_json::{Map, Value, json};

async fn fake() -> FakePingOne {
    let contract = Box::leak(Box::new(
        Contract::read(include_str!("../testing/src/generated/contract.json")).unwrap(),
    ));
    FakePingOne::builder().contract(contract).start().await.unwrap()
}

fn client(fake: &FakePingOne) -> Client {
    Client::builder(fake.hosts()).access_token(fake.issue_token()).build().unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

/// Method, path below the environment and body of every request.
fn sent(fake: &FakePingOne) -> Vec<(String, String, Value)> {
    let environment = fake.environment_id().to_string();
    let requests = fake.take_requests();
    let of = requests.iter().map(|one| {
        let path = one.path().split(&environment).nth(1).unwrap_or_default().to_owned();
        (one.method().to_string(), path, serde_json::from_slice(one.payload()).unwrap_or_default())
    });
    of.collect()
}

fn by_message() -> DeviceAuthenticationPolicyOfflineDevice {
    DeviceAuthenticationPolicyOfflineDevice::new(
        true,
        DeviceAuthenticationPolicyOfflineDeviceOtp::new(
            DeviceAuthenticationPolicyOfflineDeviceOtpLifeTime::new(30, EnumTimeUnit::Minutes),
            DeviceAuthenticationPolicyOfflineDeviceOtpFailure::new(
                3,
                DeviceAuthenticationPolicyOfflineDeviceOtpFailureCoolDown::new(
                    2,
                    EnumTimeUnit::Minutes,
                ),
            ),
        ),
    )
}

fn policy(name: &str) -> DeviceAuthenticationPolicyRequest {
    let wait = DeviceAuthenticationPolicyCommonMobileOtpFailureCoolDown::new(2, "MINUTES");
    let mobile = DeviceAuthenticationPolicyCommonMobileOtp::new(
        DeviceAuthenticationPolicyCommonMobileOtpFailure::new(3, wait.clone()),
    );
    let totp = DeviceAuthenticationPolicyCommonTotpOtp::new(
        DeviceAuthenticationPolicyCommonTotpOtpFailure::new(
            3,
            DeviceAuthenticationPolicyCommonTotpOtpFailureCoolDown::new(2, "MINUTES"),
        ),
    );
    DeviceAuthenticationPolicyRequest::new(DeviceAuthenticationPolicyRequestRequired {
        name: name.into(),
        sms: by_message(),
        voice: by_message(),
        email: by_message(),
        mobile: DeviceAuthenticationPolicyCommonMobile::new(true, mobile),
        totp: DeviceAuthenticationPolicyCommonTotp::new(true, totp),
        default: false,
    })
}

#[tokio::test]
async fn a_policy_is_made_listed_changed_and_removed() {
    let fake = fake().await;
    let environment = fake.environment_id().to_string();
    let policies = client(&fake).device_authentication_policy();
    let body = DeviceAuthenticationPolicyPostRequest::from(policy("first"));
    let body = CreateDeviceAuthenticationPoliciesBody::Json(Box::new(body));
    let made = policies.create_device_authentication_policies(&environment, body).await.unwrap();
    let made = made.into_policy().unwrap();
    assert_eq!((made.name.as_str(), made.email.enabled), ("first", true));
    let id = made.id.clone().unwrap();

    let read = policies.read_one(&environment, &id).await.unwrap();
    let mut changed = DeviceAuthenticationPolicyRequest::from(read);
    assert_eq!(changed, policy("first"));
    changed.name = "second".to_owned();
    changed.voice.enabled = false;
    let replaced = policies.update(&environment, &id, changed).await.unwrap();
    assert_eq!((replaced.name.as_str(), replaced.voice.enabled), ("second", false));

    let listed = policies.read_device_authentication_policies(&environment).await.unwrap();
    let listed = listed.embedded.unwrap().device_authentication_policies;
    let names = listed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>();
    assert!(names.contains(&"second") && !names.contains(&"first"), "{names:?}");

    policies.delete(&environment, &id).await.unwrap();
    let gone = policies.read_one(&environment, &id).await.unwrap_err();
    assert!(gone.is_not_found(), "{gone}");
}

#[tokio::test]
async fn a_migration_is_sent_as_its_media_type() {
    let fake = fake().await;
    let environment = fake.environment_id().to_string();
    let data = DeviceAuthenticationPolicyMigrateData::new("p").fido2_policy_id("f");
    let body = DeviceAuthenticationPolicyPostRequest::migrate([data]);
    let body = CreateDeviceAuthenticationPoliciesBody::DeviceAuthenticationPolicyFido2Migrate(
        Box::new(body),
    );
    let policies = client(&fake).device_authentication_policy();
    policies.create_device_authentication_policies(&environment, body).await.unwrap();
    let requests = fake.take_requests();
    let request = requests.last().unwrap();
    assert_eq!(
        request.header("content-type"),
        Some("application/vnd.pingidentity.deviceAuthenticationPolicy.fido2.migrate+json"),
    );
    let body: Value = serde_json::from_slice(request.payload()).unwrap();
    let data = json!([{"deviceAuthenticationPolicyId": "p", "fido2PolicyId": "f"}]);
    assert_eq!(body, json!({"migrationData": data}));
}

#[tokio::test]
async fn settings_are_read_replaced_and_reset() {
    let fake = fake().await;
    let environment = fake.environment_id().to_string();
    let settings = client(&fake).mfa_settings();
    let before = settings.read(&environment).await.unwrap();

    let mut changed = MfaSettingsRequest::from(before.clone());
    changed.pairing = MfaSettingsPairing::new(7, EnumMfaSettingsPairingKeyFormat::Numeric);
    changed.lockout = Some(MfaSettingsLockout::new(4).duration_seconds(60));
    let replaced = settings.update(&environment, changed.clone()).await.unwrap();
    assert_eq!(MfaSettingsRequest::from(replaced), changed);
    let read = settings.read(&environment).await.unwrap();
    assert_eq!((read.pairing, read.lockout), (changed.pairing, changed.lockout));

    settings.reset(&environment).await.unwrap();
    let after = settings.read(&environment).await.unwrap();
    assert_eq!(after.pairing, before.pairing);
}

fn fido2(name: &str) -> Fido2PolicyRequest {
    let shown = [Fido2PolicyUserDisplayNameAttributesItem::new("username")];
    Fido2PolicyRequest::new(Fido2PolicyRequestRequired {
        name: name.into(),
        attestation_requirements: EnumFido2PolicyAttestationRequirements::None,
        authenticator_attachment: EnumFido2PolicyAuthenticatorAttachment::Both,
        backup_eligibility: Fido2PolicyBackupEligibility::new(true, false),
        device_display_name: "device".into(),
        discoverable_credentials: EnumFido2PolicyDiscoverableCredentials::Preferred,
        mds_authenticators_requirements: Fido2PolicyMdsAuthenticatorsRequirements::new(
            false, "NONE",
        ),
        relying_party_id: "example.com".into(),
        user_display_name_attributes: Fido2PolicyUserDisplayNameAttributes::new(shown),
        user_verification: Fido2PolicyUserVerification::new(false, "REQUIRED"),
    })
}

#[tokio::test]
async fn a_fido2_policy_is_made_read_changed_and_removed() {
    let fake = fake().await;
    let environment = fake.environment_id().to_string();
    let policies = client(&fake).fido2_policy();
    let made = policies.create(&environment, fido2("first")).await.unwrap();
    let id = made.id.unwrap();
    let expand = ReadOneFido2PolicyExpand::DeviceAuthenticationPolicies;
    let read = policies.read_one(&environment, &id).expand(expand).await.unwrap();
    let changed = Fido2PolicyRequest::from(read);
    assert_eq!(changed, fido2("first"));
    let changed = changed.description("words");
    let replaced = policies.update(&environment, &id, changed).await.unwrap();
    assert_eq!(replaced.description.as_deref(), Some("words"));
    let listed = policies.read_fido2_policies(&environment).await.unwrap();
    assert_eq!(listed.embedded.unwrap().fido2_policies.len(), 1);
    policies.delete(&environment, &id).await.unwrap();
    policies.read_one(&environment, &id).await.unwrap_err();
}

#[tokio::test]
async fn credentials_of_an_application_are_one_of_several_kinds() {
    let fake = fake().await;
    let environment = fake.environment_id().to_string();
    let application = fake.application_id().to_string();
    let credentials = client(&fake).applications_application_mfa_push_credentials();
    let huawei = MfaPushCredentialHms::new(EnumMfaPushCredentialAttrType::Hms, "client", "secret");
    let apple = MfaPushCredentialApns::new(EnumMfaPushCredentialAttrType::Apns, "k", "team", "t");
    let google = MfaPushCredentialFcmHttpV1::new(EnumMfaPushCredentialAttrType::FcmHttpV1, "{}");
    let kinds: [MfaPushCredentialRequest; 3] = [huawei.into(), apple.into(), google.into()];
    for (kind, name) in kinds.into_iter().zip(["HMS", "APNS", "FCM_HTTP_V1"]) {
        let made =
            credentials.create_mfa_push_credential(&environment, &application, kind).await.unwrap();
        assert_eq!(made.type_.unwrap().as_str(), name);
        let id = made.id.unwrap();
        credentials.read_one_mfa_push_credential(&environment, &application, &id).await.unwrap();
        credentials.delete_mfa_push_credential(&environment, &application, &id).await.unwrap();
    }
}

#[tokio::test]
async fn a_user_has_it_enabled() {
    let fake = fake().await;
    let (environment, user) = (fake.environment_id().to_string(), fake.user_id().to_string());
    let users = client(&fake).enable_users_mfa();
    let request = UserMfaEnabledRequest::new(true);
    let enabled = users.update_user_mfa_enabled(&environment, &user, request).await.unwrap();
    assert!(enabled.mfa_enabled);
    let read = users.read_user_mfa_enabled(&environment, &user).await.unwrap();
    assert!(read.mfa_enabled);
}

// The contract leaves the bodies of devices open: they are whatever JSON there is. It has no operation that makes a
// device, so none can be read here.
#[tokio::test]
async fn devices_are_put_in_order_and_named() {
    let fake = fake().await;
    let (environment, user) = (fake.environment_id().to_string(), fake.user_id().to_string());
    let devices = client(&fake).user_mfa_devices();
    let device = "00000000-0000-4000-8000-000000000001";
    let order = object(json!({"order": [{"id": device}]}));
    devices.set_order(&environment, &user, order.clone()).await.unwrap();
    devices.read_all_devices_by_user(&environment, &user).await.unwrap();
    let code = object(json!({"otp": "123456"}));
    let activate = devices.invoke_device_by_user(&environment, &user, device, code.clone());
    assert!(activate.await.unwrap_err().is_not_found());
    let name = object(json!({"nickname": "mine"}));
    let rename = devices.replace_nickname_by_device(&environment, &user, device, name.clone());
    assert!(rename.await.unwrap_err().is_not_found());
    devices.remove_order(&environment, &user).await.unwrap();

    let all = format!("/users/{user}/devices");
    let one = format!("{all}/{device}");
    let expected = [
        ("POST", all.clone(), order.into()),
        ("GET", all.clone(), Value::Null),
        ("POST", one.clone(), code.into()),
        ("PUT", format!("{one}/nickname"), name.into()),
        ("DELETE", all, Value::Null),
    ];
    let expected = expected.map(|(method, path, body)| (method.to_owned(), path, body));
    assert_eq!(sent(&fake), expected);
}
