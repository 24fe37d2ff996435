//! One row per old scheme.

use super::{Needs, Support};
use crate::decrepit::text::is_crypt64;
use crate::decrepit::{
    Malformed, Parsed, aspnet, cisco, crypt_des, crypt_md5, disabled, django, drupal, fshp, grub, joomla,
    ldap, mssql, mysql, oracle, p5k2, phpass, plain, postgres, scram, sha1_crypt, spring, sun_md5, werkzeug,
    windows, wordpress, yescrypt,
};

pub(super) type Recognise = fn(&str) -> bool;
pub(in crate::decrepit) type Read = fn(&str) -> Result<Parsed, Malformed>;

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) recognise: Option<Recognise>,
    pub(super) read: Option<Read>,
    pub(super) support: Support,
    pub(super) needs: Needs,
    pub(super) source: &'static str,
    /// Whether the text is the password or as good as it, so that a context reads it only when it is named.
    pub(super) bare: bool,
    /// Whether crypt(3) writes it.
    pub(super) crypt: bool,
}

/// A row that is recognised by its text.
const fn marked(name: &'static str, recognise: Recognise, read: Read, source: &'static str) -> Row {
    Row {
        name,
        recognise: Some(recognise),
        read: Some(read),
        support: Support::Marked,
        needs: Needs::Password,
        source,
        bare: false,
        crypt: false,
    }
}

/// A row that is read only by name.
const fn named(name: &'static str, read: Read, source: &'static str) -> Row {
    Row {
        name,
        recognise: None,
        read: Some(read),
        support: Support::WhenNamed,
        needs: Needs::Password,
        source,
        bare: true,
        crypt: false,
    }
}

/// A row that is recognised and never read.
const fn refused(
    name: &'static str,
    recognise: Option<Recognise>,
    reason: &'static str,
    source: &'static str,
) -> Row {
    Row {
        name,
        recognise,
        read: None,
        support: Support::Refused(reason),
        needs: Needs::Password,
        source,
        bare: true,
        crypt: false,
    }
}

const fn configured(name: &'static str, source: &'static str) -> Row {
    Row {
        name,
        recognise: None,
        read: None,
        support: Support::WhenConfigured,
        needs: Needs::Password,
        source,
        bare: true,
        crypt: false,
    }
}

impl Row {
    const fn of_user(mut self) -> Self {
        self.needs = Needs::User;
        self
    }

    const fn of_realm(mut self) -> Self {
        self.needs = Needs::UserAndRealm;
        self
    }

    const fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    const fn crypt(mut self) -> Self {
        self.crypt = true;
        self
    }

    const fn marker(mut self) -> Self {
        self.support = Support::Marker;
        self
    }
}

const GOST: &str = "needs the GOST R 34.11-2012 hash, which no reviewed library at hand provides";
const SM3: &str = "needs the SM3 hash, which no reviewed library at hand provides";

/// Every old scheme. A text is of the first row that recognises it.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    // Before all others: what stands behind the marker may be any hash, and must not verify.
    marked("disabled", disabled::is_disabled, disabled::read, "shadow(5); Django make_password(None)").marker(),
    // crypt(3).
    marked("md5-crypt", |text| text.starts_with("$1$"), crypt_md5::read_md5, "Kamp, FreeBSD 2.0 (1994); Cisco type 5").crypt(),
    marked("apr1-md5-crypt", |text| text.starts_with("$apr1$"), crypt_md5::read_apr1, "Apache htpasswd"),
    marked("sha1-crypt", |text| text.starts_with("$sha1$"), sha1_crypt::read, "Gerraty, NetBSD 4 (2004)").crypt(),
    marked("sun-md5-crypt", |text| text.starts_with("$md5$") || text.starts_with("$md5,"), sun_md5::read, "Muffett, Solaris 9 (2002)").crypt(),
    marked("yescrypt", |text| text.starts_with("$y$"), yescrypt::read, "Peslyak, yescrypt 1.1 (2018)").crypt(),
    marked("scrypt-crypt", |text| text.starts_with("$7$"), yescrypt::read_scrypt, "crypt(5) of libxcrypt").crypt(),
    refused("gost-yescrypt", Some(|text| text.starts_with("$gy$")), GOST, "crypt(5) of libxcrypt"),
    refused("sm3-yescrypt", Some(|text| text.starts_with("$sm3y$")), SM3, "crypt(5) of libxcrypt"),
    refused("sm3-crypt", Some(|text| text.starts_with("$sm3$")), SM3, "crypt(5) of libxcrypt"),
    marked("bsd-nthash", |text| text.starts_with("$3$$"), windows::read_bsd_nt, "FreeBSD crypt(3)").crypt(),
    marked("bsdi-crypt", |text| { text.starts_with('_') && text.len() == 20 && is_crypt64(text.get(1..).unwrap_or("!")) }, crypt_des::read_bsdi, "BSD/OS; David Burren's UFC").crypt(),
    marked("des-crypt", crypt_des::is_traditional, crypt_des::read_traditional, "Morris and Thompson (1979)").crypt(),
    named("bigcrypt", crypt_des::read_bigcrypt, "HP-UX and Digital Unix"),
    named("crypt16", crypt_des::read_crypt16, "Ultrix"),
    // PHP.
    marked("phpass", |text| text.starts_with("$P$") || text.starts_with("$H$"), phpass::read, "Openwall phpass 0.5"),
    marked("drupal7", |text| text.starts_with("$S$") || text.starts_with("U$S$"), drupal::read, "Drupal 7 includes/password.inc"),
    marked("wordpress", |text| text.starts_with("$wp$"), wordpress::read, "WordPress 6.8 wp_hash_password"),
    named("joomla-md5", joomla::read, "Joomla 1.5 JUserHelper"),
    // Python.
    marked("django-pbkdf2-sha256", |text| text.starts_with("pbkdf2_sha256$"), django::read_pbkdf2_sha256, "django.contrib.auth.hashers"),
    marked("django-pbkdf2-sha1", |text| text.starts_with("pbkdf2_sha1$"), django::read_pbkdf2_sha1, "django.contrib.auth.hashers"),
    marked("django-argon2", |text| text.starts_with("argon2$"), django::read_argon2, "django.contrib.auth.hashers"),
    marked("django-bcrypt-sha256", |text| text.starts_with("bcrypt_sha256$"), django::read_bcrypt_sha256, "django.contrib.auth.hashers"),
    marked("django-bcrypt", |text| text.starts_with("bcrypt$"), django::read_bcrypt, "django.contrib.auth.hashers"),
    marked("django-scrypt", |text| text.starts_with("scrypt$"), django::read_scrypt, "django.contrib.auth.hashers"),
    marked("django-sha1", |text| text.starts_with("sha1$"), django::read_salted_sha1, "django.contrib.auth.hashers"),
    marked("django-md5", |text| text.starts_with("md5$"), django::read_salted_md5, "django.contrib.auth.hashers"),
    marked("django-des-crypt", |text| text.starts_with("crypt$"), django::read_des_crypt, "django.contrib.auth.hashers 1.x"),
    marked("werkzeug-pbkdf2", |text| text.starts_with("pbkdf2:"), werkzeug::read_pbkdf2, "werkzeug.security"),
    marked("werkzeug-scrypt", |text| text.starts_with("scrypt:"), werkzeug::read_scrypt, "werkzeug.security"),
    named("werkzeug-hmac", werkzeug::read_hmac, "werkzeug.security before 0.9"),
    marked("cryptacular-pbkdf2", p5k2::is_cryptacular, p5k2::read_cryptacular, "Cryptacular 1.x"),
    marked("pbkdf2-py", p5k2::is_litzenberger, p5k2::read_litzenberger, "Litzenberger, PBKDF2.py 1.3"),
    marked("fshp", fshp::is_fshp, fshp::read, "Gedik, FSHP (2009)"),
    marked("scram", |text| text.starts_with("$scram$"), scram::read, "passlib 1.7; RFC 5802"),
    // Java, .NET and others.
    marked("spring", spring::is_spring, spring::read, "Spring Security DelegatingPasswordEncoder"),
    marked("spring-noop", spring::is_noop, spring::read_noop, "Spring Security NoOpPasswordEncoder").bare(),
    marked("atlassian-pbkdf2", |text| text.starts_with("{PKCS5S2}"), ldap::read_atlassian, "Atlassian DefaultPasswordEncoder"),
    marked("aspnet-identity-v3", aspnet::is_v3, aspnet::read_v3, "ASP.NET Core PasswordHasher"),
    marked("aspnet-identity-v2", aspnet::is_v2, aspnet::read_v2, "ASP.NET Identity 2 Crypto"),
    configured("firebase-scrypt", "github.com/firebase/scrypt"),
    configured("salted-digest", "Symfony MessageDigestPasswordEncoder and the like"),
    marked("grub-pbkdf2", |text| text.starts_with(grub::MARKER), grub::read, "GRUB 2 manual, password_pbkdf2"),
    // Directories.
    marked("ldap-crypt", |text| ldap::crypt_inner(text).is_some(), ldap::read_crypt, "RFC 2307, section 5.3"),
    marked("ldap-pbkdf2-sha1", |text| ldap::has_marker(text, "PBKDF2") || ldap::has_marker(text, "PBKDF2-SHA1"), ldap::read_pbkdf2, "OpenLDAP contrib pw-pbkdf2"),
    marked("ldap-pbkdf2-sha256", |text| ldap::has_marker(text, "PBKDF2-SHA256"), ldap::read_pbkdf2, "OpenLDAP contrib pw-pbkdf2"),
    marked("ldap-pbkdf2-sha512", |text| ldap::has_marker(text, "PBKDF2-SHA512"), ldap::read_pbkdf2, "OpenLDAP contrib pw-pbkdf2"),
    marked("ldap-hex-md5", |text| ldap::has_hex(text, "MD5", 16), ldap::read_hex, "passlib 1.7, after Roundup"),
    marked("ldap-hex-sha1", |text| ldap::has_hex(text, "SHA", 20), ldap::read_hex, "passlib 1.7, after Roundup"),
    marked("ldap-md5", |text| ldap::has_marker(text, "MD5"), ldap::read_digest, "RFC 2307"),
    marked("ldap-sha1", |text| ldap::has_marker(text, "SHA"), ldap::read_digest, "RFC 2307"),
    marked("ldap-salted-md5", |text| ldap::has_marker(text, "SMD5"), ldap::read_digest, "OpenLDAP slapd"),
    marked("ldap-salted-sha1", |text| ldap::has_marker(text, "SSHA"), ldap::read_digest, "Netscape Directory Server"),
    marked("ldap-sha256", |text| ldap::has_marker(text, "SHA256"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    marked("ldap-salted-sha256", |text| ldap::has_marker(text, "SSHA256"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    marked("ldap-sha384", |text| ldap::has_marker(text, "SHA384"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    marked("ldap-salted-sha384", |text| ldap::has_marker(text, "SSHA384"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    marked("ldap-sha512", |text| ldap::has_marker(text, "SHA512"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    marked("ldap-salted-sha512", |text| ldap::has_marker(text, "SSHA512"), ldap::read_digest, "OpenLDAP contrib pw-sha2"),
    // Routers.
    marked("cisco-type8", |text| text.starts_with("$8$"), cisco::read_type8, "Cisco IOS 15.3(3)"),
    marked("cisco-type9", |text| text.starts_with("$9$"), cisco::read_type9, "Cisco IOS 15.3(3)"),
    named("cisco-pix", cisco::read_pix, "Cisco PIX 5").of_user(),
    named("cisco-asa", cisco::read_asa, "Cisco ASA 7").of_user(),
    refused("cisco-type7", None, "is an encoding with a published key: reading it is decryption, not verification", "Cisco IOS"),
    // Databases.
    marked("postgres-md5", postgres::is_md5, postgres::read_md5, "PostgreSQL 7.2 to 17").of_user(),
    marked("postgres-scram-sha256", |text| text.starts_with("SCRAM-SHA-256$"), postgres::read_scram, "PostgreSQL 10; RFC 7677"),
    marked("mysql41", mysql::is_41, mysql::read_41, "MySQL 4.1 PASSWORD()"),
    marked("mysql-caching-sha2", mysql::is_caching_sha2, mysql::read_caching_sha2, "MySQL 8.0 caching_sha2_password"),
    named("mysql323", mysql::read_323, "MySQL 3.23 OLD_PASSWORD()"),
    marked("mssql2000", mssql::is_2000, mssql::read_2000, "SQL Server 2000 pwdencrypt"),
    marked("mssql2005", mssql::is_2005, mssql::read_2005, "SQL Server 2005 pwdencrypt"),
    marked("mssql2012", mssql::is_2012, mssql::read_2012, "SQL Server 2012 pwdencrypt"),
    marked("oracle12", oracle::is_12, oracle::read_12, "Oracle Database 12.1.0.2"),
    marked("oracle11", oracle::is_11, oracle::read_11, "Oracle Database 11.1"),
    named("oracle10", oracle::read_10, "Oracle Database 10g").of_user(),
    // Windows.
    marked("nthash-marked", |text| text.starts_with("$NT$"), windows::read_nt, "MS-NLMP; libxcrypt"),
    named("nthash", windows::read_nt, "MS-NLMP, NTOWFv1"),
    named("lmhash", windows::read_lm, "MS-NLMP, LMOWFv1, code page 437"),
    named("msdcc", windows::read_dcc, "Windows NT to 2003 cached credentials").of_user(),
    named("msdcc2", windows::read_dcc2, "Windows Vista and later cached credentials").of_user(),
    // Digests and worse.
    named("hex-md4", plain::read_md4, "RFC 1320"),
    named("hex-md5", plain::read_md5, "RFC 1321; Django's unsalted MD5"),
    named("hex-sha1", plain::read_sha1, "FIPS 180-4"),
    named("hex-sha256", plain::read_sha256, "FIPS 180-4"),
    named("hex-sha512", plain::read_sha512, "FIPS 180-4"),
    named("htdigest", plain::read_htdigest, "RFC 2617; Apache htdigest").of_realm(),
    named("plaintext", plain::read, "none"),
    named("ldap-plaintext", plain::read_ldap, "RFC 4519, userPassword"),
    marked("roundup-plaintext", |text| text.starts_with("{plaintext}"), plain::read_roundup, "Roundup issue tracker").bare(),
];
