//! Every defect by name, each from a chain that has it.

use rcgen::{
    BasicConstraints, CertificateRevocationListParams, CustomExtension, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyIdMethod, NameConstraints, RevokedCertParams, SerialNumber,
    date_time_ymd,
};
use ward_certs::chain::{ChainError, EXPIRES_SOON, MAX_PRESENTED};
use ward_certs::{Certificate, Chain, Defect, Question, Revocation, ServerName, TrustAnchors, chain};

use crate::made::{Made, World, at, ca_params, chain_of, now, server_params};

fn host(name: &str) -> ServerName<'_> {
    ServerName::try_from(name).unwrap()
}

#[test]
fn a_good_chain_has_no_defect() {
    let world = World::new();
    let verdict = world.judge(&[&world.server(), &world.intermediate]);
    assert_eq!(verdict.defects, []);
    assert!(verdict.is_valid());
    assert_eq!(verdict.expires_in_days, 70);
}

#[test]
fn a_root_that_is_presented_too_is_no_defect() {
    let world = World::new();
    assert_eq!(
        world
            .judge(&[&world.server(), &world.intermediate, &world.root])
            .defects,
        []
    );
}

#[test]
fn an_expired_leaf_is_named_and_stays_trusted() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.not_after = date_time_ymd(2026, 11, 1);
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert!(verdict.is_expired && verdict.chain_trusted && !verdict.is_valid());
    assert_eq!(
        verdict.defects,
        [Defect::Expired {
            position: 0,
            not_after: at("2026-11-01T00:00:00Z")
        }]
    );
    assert_eq!(verdict.expires_in_days, -22);
}

#[test]
fn an_expired_leaf_without_trust_is_named_for_both() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.not_after = date_time_ymd(2026, 11, 1);
    let name = host("www.example.com");
    let chain = chain_of(&[&world.intermediate.issue(params), &world.intermediate]);
    let verdict = chain::judge(&chain, &TrustAnchors::none(), &Question::new(&name, now()));
    assert!(verdict.is_expired && !verdict.chain_trusted);
    let not_after = at("2026-11-01T00:00:00Z");
    assert_eq!(
        verdict.defects,
        [
            Defect::UnknownIssuer { position: 1 },
            Defect::Expired {
                position: 0,
                not_after
            }
        ]
    );
}

#[test]
fn a_leaf_that_is_not_yet_valid_is_named_and_stays_trusted() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.not_before = date_time_ymd(2027, 1, 1);
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert!(verdict.not_yet_valid && verdict.chain_trusted && !verdict.is_valid());
    assert_eq!(
        verdict.defects,
        [Defect::NotYetValid {
            position: 0,
            not_before: at("2027-01-01T00:00:00Z")
        }]
    );
}

#[test]
fn an_expired_intermediate_breaks_trust_and_is_named() {
    let world = World::new();
    let mut params = ca_params("Old");
    params.not_after = date_time_ymd(2026, 11, 1);
    let old = world.root.issue(params);
    let server = old.issue(server_params(&["www.example.com"]));
    let verdict = world.judge(&[&server, &old]);
    assert!(!verdict.chain_trusted && !verdict.is_expired);
    assert_eq!(
        verdict.defects,
        [Defect::Expired {
            position: 1,
            not_after: at("2026-11-01T00:00:00Z")
        }]
    );
}

#[test]
fn another_host_is_a_mismatch_and_nothing_else() {
    let world = World::new();
    let name = host("www.example.org");
    let verdict = world.judge_with(
        &[&world.server(), &world.intermediate],
        &Question::new(&name, now()),
    );
    assert!(!verdict.hostname_match && verdict.chain_trusted && !verdict.is_valid());
    assert_eq!(verdict.defects, [Defect::HostMismatch]);
}

#[test]
fn an_address_matches_only_an_address_entry() {
    let world = World::new();
    let server = world
        .intermediate
        .issue(server_params(&["192.0.2.7", "www.example.com"]));
    let judge = |name: &str| {
        world
            .judge_with(
                &[&server, &world.intermediate],
                &Question::new(&host(name), now()),
            )
            .hostname_match
    };
    assert!(judge("192.0.2.7"));
    assert!(!judge("192.0.2.8"));
    assert!(!judge("::ffff:192.0.2.7"));
}

#[test]
fn a_certificate_without_alternative_names_is_named() {
    let world = World::new();
    let server = world.intermediate.issue(server_params(&[]));
    let verdict = world.judge(&[&server, &world.intermediate]);
    assert_eq!(verdict.defects, [Defect::HostMismatch, Defect::NoSubjectAltName]);
}

#[test]
fn a_self_signed_leaf_is_named() {
    let world = World::new();
    let verdict = world.judge(&[&Made::root(server_params(&["www.example.com"]))]);
    assert!(!verdict.chain_trusted && verdict.hostname_match);
    assert_eq!(verdict.defects, [Defect::SelfSigned]);
}

#[test]
fn a_private_root_is_named() {
    let other = World::new();
    let verdict = World::new().judge(&[&other.server(), &other.intermediate, &other.root]);
    // The same names as the trusted world's: the trusted root did not sign, the presented one did.
    assert!(!verdict.chain_trusted);
    assert!(
        verdict.defects.contains(&Defect::UntrustedRoot { position: 2 }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn a_missing_intermediate_that_can_be_fetched_is_an_incomplete_chain() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    // AuthorityInfoAccess with caIssuers http://a/.
    let access = [
        0x30, 0x17, 0x30, 0x15, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 0x30, 2, 0x86, 9, b'h', b't', b't', b'p',
        b':', b'/', b'/', b'a', b'/',
    ];
    params.custom_extensions.push(CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 5, 5, 7, 1, 1],
        access.to_vec(),
    ));
    let verdict = world.judge(&[&world.intermediate.issue(params)]);
    assert!(!verdict.chain_trusted);
    assert_eq!(verdict.defects, [Defect::IncompleteChain { position: 0 }]);
}

#[test]
fn a_missing_intermediate_that_cannot_be_fetched_is_an_unknown_issuer() {
    let world = World::new();
    assert_eq!(
        world.judge(&[&world.server()]).defects,
        [Defect::UnknownIssuer { position: 0 }]
    );
}

#[test]
fn a_known_intermediate_gives_trust_and_the_chain_stays_incomplete() {
    let world = World::new();
    let known = [Certificate::from_der(&world.intermediate.der).unwrap()];
    let name = host("www.example.com");
    let question = Question {
        known_intermediates: &known,
        ..Question::new(&name, now())
    };
    let verdict = world.judge_with(&[&world.server()], &question);
    assert!(verdict.chain_trusted && !verdict.is_valid());
    assert_eq!(verdict.defects, [Defect::IncompleteChain { position: 0 }]);
}

#[test]
fn the_wrong_order_is_named_and_does_not_break_trust() {
    let world = World::new();
    let second = world.intermediate.issue(ca_params("Second"));
    let server = second.issue(server_params(&["www.example.com"]));
    let verdict = world.judge(&[&server, &world.intermediate, &second]);
    assert!(verdict.is_valid());
    assert_eq!(verdict.defects, [Defect::WrongOrder]);
}

#[test]
fn a_certificate_that_has_no_part_is_named_and_does_not_break_trust() {
    let world = World::new();
    let stray = world.root.issue(ca_params("Stray"));
    let verdict = world.judge(&[&world.server(), &stray, &world.intermediate]);
    assert!(verdict.is_valid());
    assert_eq!(verdict.defects, [Defect::ExtraCertificate { position: 1 }]);
}

#[test]
fn a_certificate_that_cannot_be_read_is_named() {
    let world = World::new();
    let presented = [world.server().der, vec![0x30, 0], world.intermediate.der.clone()];
    let name = host("www.example.com");
    let chain = Chain::from_der(&presented).unwrap();
    let verdict = chain::judge(&chain, &world.anchors(), &Question::new(&name, now()));
    assert!(verdict.chain_trusted);
    assert_eq!(verdict.defects, [Defect::Unreadable { position: 1 }]);
}

#[test]
fn an_issuer_that_is_no_ca_is_named() {
    let world = World::new();
    let server = world.server();
    let mut params = server_params(&["www.example.com"]);
    params
        .distinguished_name
        .push(rcgen::DnType::OrganizationalUnitName, "below");
    let below = server.issue(params);
    let verdict = world.judge(&[&below, &server, &world.intermediate]);
    assert!(!verdict.chain_trusted);
    assert!(
        verdict.defects.contains(&Defect::IssuerNotCa { position: 1 }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn a_signature_by_another_key_of_the_same_name_is_named() {
    let world = World::new();
    let impostor = Made::root(ca_params("Intermediate"));
    let server = impostor.issue(server_params(&["www.example.com"]));
    let verdict = world.judge(&[&server, &world.intermediate]);
    assert!(!verdict.chain_trusted);
    assert!(
        verdict.defects.contains(&Defect::BadSignature { position: 0 }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn a_certificate_that_is_not_for_servers_is_named() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert!(!verdict.chain_trusted);
    assert!(
        verdict
            .defects
            .contains(&Defect::NotForServers { position: Some(0) }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn a_violated_name_constraint_is_named_even_behind_a_wrong_usage() {
    let world = World::new();
    let mut params = ca_params("Constrained");
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("example.org".to_owned())],
        excluded_subtrees: vec![],
    });
    let constrained = world.root.issue(params);
    let mut params = server_params(&["www.example.com"]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let verdict = world.judge(&[&constrained.issue(params), &constrained]);
    assert!(
        verdict.defects.contains(&Defect::NameConstraints),
        "{:?}",
        verdict.defects
    );
    assert!(
        verdict
            .defects
            .contains(&Defect::NotForServers { position: Some(0) }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn a_path_longer_than_a_ca_allows_is_named() {
    let world = World::new();
    let mut params = ca_params("Last");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let last = world.root.issue(params);
    let below = last.issue(ca_params("Below"));
    let server = below.issue(server_params(&["www.example.com"]));
    let verdict = world.judge(&[&server, &below, &last]);
    assert!(!verdict.chain_trusted);
    assert_eq!(verdict.defects, [Defect::PathTooLong]);
}

#[test]
fn a_ca_as_server_is_named() {
    let world = World::new();
    let mut params = ca_params("CA");
    params.subject_alt_names = server_params(&["www.example.com"]).subject_alt_names;
    (params.not_before, params.not_after) = (date_time_ymd(2026, 10, 1), date_time_ymd(2027, 2, 1));
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert_eq!(verdict.defects, [Defect::CaAsServer]);
}

#[test]
fn an_unknown_critical_extension_is_named() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    let mut unknown = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], vec![5, 0]);
    unknown.set_criticality(true);
    params.custom_extensions.push(unknown);
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert_eq!(verdict.defects, [Defect::UnknownCriticalExtension]);
}

#[test]
fn a_lifetime_over_the_limit_is_named_and_does_not_break_trust() {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.not_after = date_time_ymd(2027, 10, 1);
    let verdict = world.judge(&[&world.intermediate.issue(params), &world.intermediate]);
    assert!(verdict.is_valid());
    assert_eq!(
        verdict.defects,
        [Defect::LifetimeTooLong {
            days: 366,
            limit: 200
        }]
    );
}

#[test]
fn a_weak_key_and_signature_are_named_beside_the_missing_trust() {
    let world = World::new();
    for (der, weak_key, weak_signature) in [
        (
            &include_bytes!("../vectors/certificates/rsa-1024.crt")[..],
            true,
            false,
        ),
        (include_bytes!("../vectors/certificates/sha1.crt"), false, true),
        (include_bytes!("../vectors/certificates/md5.crt"), false, true),
    ] {
        let name = host("www.example.com");
        let chain = Chain::from_der([der]).unwrap();
        let found = chain::judge(&chain, &world.anchors(), &Question::new(&name, now())).defects;
        assert_eq!(
            found.iter().any(|one| matches!(one, Defect::WeakKey { .. })),
            weak_key,
            "{found:?}"
        );
        assert_eq!(
            found
                .iter()
                .any(|one| matches!(one, Defect::WeakSignature { .. })),
            weak_signature,
            "{found:?}"
        );
        assert!(found.contains(&Defect::SelfSigned), "{found:?}");
    }
}

#[test]
fn a_weak_self_signed_certificate_is_no_anchor_for_itself() {
    let der = include_bytes!("../vectors/certificates/rsa-1024.crt");
    let mut anchors = TrustAnchors::none();
    anchors.add_der(der).unwrap();
    let name = host("www.example.com");
    let verdict = chain::judge(
        &Chain::from_der([der]).unwrap(),
        &anchors,
        &Question::new(&name, now()),
    );
    assert!(!verdict.is_valid());
}

#[test]
fn a_curve_given_by_its_equation_is_named() {
    let der = include_bytes!("../vectors/certificates/explicit-curve.crt");
    let name = host("www.example.com");
    let verdict = chain::judge(
        &Chain::from_der([der]).unwrap(),
        &TrustAnchors::none(),
        &Question::new(&name, now()),
    );
    assert!(
        verdict.defects.contains(&Defect::UnsupportedKey { position: 0 }),
        "{:?}",
        verdict.defects
    );
}

#[test]
fn without_anchors_nothing_is_trusted() {
    let world = World::new();
    let name = host("www.example.com");
    let chain = chain_of(&[&world.server(), &world.intermediate]);
    assert!(!chain::judge(&chain, &TrustAnchors::none(), &Question::new(&name, now())).chain_trusted);
}

#[test]
fn expiring_soon_begins_thirty_days_before_the_end() {
    let world = World::new();
    let (server, name) = (world.server(), host("www.example.com"));
    let soon = |time: &str| {
        world
            .judge_with(&[&server, &world.intermediate], &Question::new(&name, at(time)))
            .expires_soon
    };
    assert_eq!(EXPIRES_SOON.as_secs(), 30 * 86_400);
    assert!(!soon("2027-01-02T00:00:00Z"));
    assert!(soon("2027-01-02T00:00:01Z"));
    assert!(soon("2027-02-01T00:00:00Z"));
    assert!(!soon("2027-02-01T00:00:01Z"), "expired is not soon");
}

#[test]
fn pins_of_the_path_match_and_others_do_not() {
    let world = World::new();
    let (server, stray) = (world.server(), world.root.issue(ca_params("Stray")));
    let verdict = world.judge(&[&server, &world.intermediate, &stray]);
    let pin = |made: &Made| Certificate::from_der(&made.der).unwrap().spki_sha256;
    for on_path in [&server, &world.intermediate, &world.root] {
        assert!(verdict.matches_pin(&[pin(on_path)]));
    }
    assert!(
        !verdict.matches_pin(&[pin(&stray)]),
        "presented and no part of the path"
    );
}

#[test]
fn without_a_path_only_the_leaf_can_match_a_pin() {
    let other = World::new();
    let server = other.server();
    let verdict = World::new().judge(&[&server, &other.intermediate]);
    let pin = |made: &Made| Certificate::from_der(&made.der).unwrap().spki_sha256;
    assert!(verdict.matches_pin(&[pin(&server)]));
    assert!(!verdict.matches_pin(&[pin(&other.intermediate)]));
}

fn revocation_list(issuer: &Made, serials: &[u64], next_year: i32) -> Vec<u8> {
    let revoked_certs = serials
        .iter()
        .map(|serial| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2026, 11, 1),
            reason_code: None,
            invalidity_date: None,
        })
        .collect();
    CertificateRevocationListParams {
        this_update: date_time_ymd(2026, 11, 2),
        next_update: date_time_ymd(next_year, 11, 3),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs,
        key_identifier_method: KeyIdMethod::Sha256,
    }
    .signed_by(&Issuer::from_params(&issuer.params, &issuer.key))
    .unwrap()
    .der()
    .to_vec()
}

fn judged_with_list(list: impl Fn(&World) -> Vec<u8>) -> ward_certs::Verdict {
    let world = World::new();
    let mut params = server_params(&["www.example.com"]);
    params.serial_number = Some(SerialNumber::from(77));
    let server = world.intermediate.issue(params);
    let lists = [list(&world)];
    let name = host("www.example.com");
    let question = Question {
        revocation_lists: &lists,
        ..Question::new(&name, now())
    };
    world.judge_with(&[&server, &world.intermediate], &question)
}

#[test]
fn a_certificate_on_its_issuers_list_is_revoked() {
    let verdict = judged_with_list(|world| revocation_list(&world.intermediate, &[77], 2027));
    assert!(!verdict.is_valid());
    assert_eq!(verdict.revocation, Revocation::Revoked { at: None });
    assert_eq!(verdict.defects, [Defect::Revoked { at: None }]);
}

#[test]
fn a_certificate_that_is_not_on_its_issuers_list_is_good() {
    let verdict = judged_with_list(|world| revocation_list(&world.intermediate, &[78], 2027));
    assert_eq!((verdict.revocation, verdict.is_valid()), (Revocation::Good, true));
}

#[test]
fn a_list_of_another_issuer_says_nothing() {
    let verdict = judged_with_list(|world| revocation_list(&world.root, &[77], 2027));
    assert_eq!(
        (verdict.revocation, verdict.is_valid()),
        (Revocation::NotChecked, true)
    );
}

#[test]
fn a_stale_list_does_not_call_anything_good() {
    let verdict = judged_with_list(|world| revocation_list(&world.intermediate, &[78], 2026));
    assert_eq!(verdict.revocation, Revocation::NotChecked);
}

#[test]
fn a_list_that_cannot_be_read_is_named_and_is_no_pass() {
    let verdict = judged_with_list(|_| vec![0x30, 0]);
    assert_eq!(verdict.defects, [Defect::RevocationListUnusable]);
    assert!(!verdict.is_valid());
}

#[test]
fn no_certificate_is_an_error() {
    assert_eq!(
        Chain::from_der(Vec::<Vec<u8>>::new()).unwrap_err(),
        ChainError::Empty
    );
}

#[test]
fn too_many_certificates_are_an_error() {
    let server = World::new().server().der;
    let many = vec![server; MAX_PRESENTED + 1];
    assert_eq!(Chain::from_der(&many).unwrap_err(), ChainError::TooMany);
}

#[test]
fn an_unreadable_leaf_is_an_error() {
    assert!(matches!(Chain::from_der([[0x30, 0]]), Err(ChainError::Leaf(_))));
}
