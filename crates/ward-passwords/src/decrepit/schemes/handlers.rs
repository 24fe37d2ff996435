//! passlib's handlers, each with the scheme that reads it.

/// What became of one of passlib's handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasslibHandler {
    /// passlib's name, such as `ldap_salted_sha1`.
    pub name: &'static str,
    /// Ward's name of the scheme that reads it. A scheme that Ward also writes is a [`Scheme`](crate::Scheme);
    /// `argon2` stands for three of them.
    pub scheme: &'static str,
}

/// passlib 1.7.4's `list_crypt_handlers()`, all 77.
pub const PASSLIB_HANDLERS: &[PasslibHandler] = &handlers();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler"
)]
const fn handlers() -> [PasslibHandler; NAMES.len()] {
    let mut handlers = [PasslibHandler { name: "", scheme: "" }; NAMES.len()];
    let mut index = 0;
    while index < NAMES.len() {
        let (name, scheme) = NAMES[index];
        handlers[index] = PasslibHandler { name, scheme };
        index += 1;
    }
    handlers
}

const NAMES: [(&str, &str); 77] = [
    ("apr_md5_crypt", "apr1-md5-crypt"),
    ("argon2", "argon2id"),
    ("atlassian_pbkdf2_sha1", "atlassian-pbkdf2"),
    ("bcrypt", "bcrypt"),
    ("bcrypt_sha256", "bcrypt-sha256"),
    ("bigcrypt", "bigcrypt"),
    ("bsd_nthash", "bsd-nthash"),
    ("bsdi_crypt", "bsdi-crypt"),
    ("cisco_asa", "cisco-asa"),
    ("cisco_pix", "cisco-pix"),
    ("cisco_type7", "cisco-type7"),
    ("crypt16", "crypt16"),
    ("cta_pbkdf2_sha1", "cryptacular-pbkdf2"),
    ("des_crypt", "des-crypt"),
    ("django_argon2", "django-argon2"),
    ("django_bcrypt", "django-bcrypt"),
    ("django_bcrypt_sha256", "django-bcrypt-sha256"),
    ("django_des_crypt", "django-des-crypt"),
    ("django_disabled", "disabled"),
    ("django_pbkdf2_sha1", "django-pbkdf2-sha1"),
    ("django_pbkdf2_sha256", "django-pbkdf2-sha256"),
    ("django_salted_md5", "django-md5"),
    ("django_salted_sha1", "django-sha1"),
    ("dlitz_pbkdf2_sha1", "pbkdf2-py"),
    ("fshp", "fshp"),
    ("grub_pbkdf2_sha512", "grub-pbkdf2"),
    ("hex_md4", "hex-md4"),
    ("hex_md5", "hex-md5"),
    ("hex_sha1", "hex-sha1"),
    ("hex_sha256", "hex-sha256"),
    ("hex_sha512", "hex-sha512"),
    ("htdigest", "htdigest"),
    ("ldap_bcrypt", "ldap-crypt"),
    ("ldap_bsdi_crypt", "ldap-crypt"),
    ("ldap_des_crypt", "ldap-crypt"),
    ("ldap_hex_md5", "ldap-hex-md5"),
    ("ldap_hex_sha1", "ldap-hex-sha1"),
    ("ldap_md5", "ldap-md5"),
    ("ldap_md5_crypt", "ldap-crypt"),
    ("ldap_pbkdf2_sha1", "ldap-pbkdf2-sha1"),
    ("ldap_pbkdf2_sha256", "ldap-pbkdf2-sha256"),
    ("ldap_pbkdf2_sha512", "ldap-pbkdf2-sha512"),
    ("ldap_plaintext", "ldap-plaintext"),
    ("ldap_salted_md5", "ldap-salted-md5"),
    ("ldap_salted_sha1", "ldap-salted-sha1"),
    ("ldap_salted_sha256", "ldap-salted-sha256"),
    ("ldap_salted_sha512", "ldap-salted-sha512"),
    ("ldap_sha1", "ldap-sha1"),
    ("ldap_sha1_crypt", "ldap-crypt"),
    ("ldap_sha256_crypt", "ldap-crypt"),
    ("ldap_sha512_crypt", "ldap-crypt"),
    ("lmhash", "lmhash"),
    ("md5_crypt", "md5-crypt"),
    ("msdcc", "msdcc"),
    ("msdcc2", "msdcc2"),
    ("mssql2000", "mssql2000"),
    ("mssql2005", "mssql2005"),
    ("mysql323", "mysql323"),
    ("mysql41", "mysql41"),
    ("nthash", "nthash"),
    ("oracle10", "oracle10"),
    ("oracle11", "oracle11"),
    ("pbkdf2_sha1", "pbkdf2-sha1"),
    ("pbkdf2_sha256", "pbkdf2-sha256"),
    ("pbkdf2_sha512", "pbkdf2-sha512"),
    ("phpass", "phpass"),
    ("plaintext", "plaintext"),
    ("postgres_md5", "postgres-md5"),
    ("roundup_plaintext", "roundup-plaintext"),
    ("scram", "scram"),
    ("scrypt", "scrypt"),
    ("sha1_crypt", "sha1-crypt"),
    ("sha256_crypt", "sha256-crypt"),
    ("sha512_crypt", "sha512-crypt"),
    ("sun_md5_crypt", "sun-md5-crypt"),
    ("unix_disabled", "disabled"),
    ("unix_fallback", "disabled"),
];
