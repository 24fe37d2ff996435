//! Password hashes: how new ones are made, which old ones verify, what verification may spend.

use std::sync::Arc;

use ward_passwords::{
    Argon2Cost, BcryptCost, Cost, CostError, PasswordContext, Pbkdf2Cost, Scheme, ScryptCost, ShaCryptCost,
    VerifyLimits,
};

use super::{ConfigError, Default, Key, Kind, Place, Values};

const SCHEMES: &[&str] = &[
    "argon2id",
    "argon2i",
    "argon2d",
    "scrypt",
    "bcrypt",
    "bcrypt-sha256",
    "pbkdf2-sha1",
    "pbkdf2-sha256",
    "pbkdf2-sha512",
    "sha256-crypt",
    "sha512-crypt",
];

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "passwords.scheme",
        variables: &["WARD_PASSWORDS_SCHEME"],
        kind: Kind::Choice(SCHEMES),
        default: Default::Is("argon2id"),
        place: Place::Anywhere,
        sentence: "The scheme of new hashes.",
    },
    Key {
        name: "passwords.cost",
        variables: &["WARD_PASSWORDS_COST"],
        kind: Kind::Text,
        default: Default::Follows("the recommended cost of the scheme, as `ward password schemes` shows it"),
        place: Place::Anywhere,
        sentence: "The cost of new hashes in the words of the scheme: `m=19456,t=2,p=1` (Argon2, memory in KiB), \
            `ln=17,r=8,p=1` (scrypt), `r=12` (bcrypt), `i=600000` (PBKDF2), `rounds=656000` (SHA-crypt). Hashes below \
            it are reported for replacement.",
    },
    Key {
        name: "passwords.allow",
        variables: &["WARD_PASSWORDS_ALLOW"],
        kind: Kind::List,
        default: Default::Follows("every scheme"),
        place: Place::Anywhere,
        sentence: "The schemes whose hashes verify at all, beside the scheme of new ones.",
    },
    Key {
        name: "passwords.most_memory_kib",
        variables: &["WARD_PASSWORDS_MOST_MEMORY_KIB"],
        kind: Kind::Number {
            least: 8,
            most: 4_194_304,
        },
        default: Default::Is("262144"),
        place: Place::Anywhere,
        sentence: "The most memory, in KiB, that verifying one hash may take; a hash that asks for more is refused.",
    },
    Key {
        name: "passwords.most_bcrypt_cost",
        variables: &["WARD_PASSWORDS_MOST_BCRYPT_COST"],
        kind: Kind::Number { least: 4, most: 31 },
        default: Default::Is("16"),
        place: Place::Anywhere,
        sentence: "The highest cost of a bcrypt hash that is verified.",
    },
    Key {
        name: "passwords.most_pbkdf2_rounds",
        variables: &["WARD_PASSWORDS_MOST_PBKDF2_ROUNDS"],
        kind: Kind::Number {
            least: 1,
            most: 4_294_967_295,
        },
        default: Default::Is("10000000"),
        place: Place::Anywhere,
        sentence: "The most rounds of a PBKDF2 hash that is verified.",
    },
    Key {
        name: "passwords.most_sha_crypt_rounds",
        variables: &["WARD_PASSWORDS_MOST_SHA_CRYPT_ROUNDS"],
        kind: Kind::Number {
            least: 1_000,
            most: 999_999_999,
        },
        default: Default::Is("1000000"),
        place: Place::Anywhere,
        sentence: "The most rounds of a SHA-crypt hash that is verified.",
    },
];

/// Password hashes: how new ones are made, which old ones verify, what verification may spend.
#[derive(Debug)]
pub(crate) struct Passwords {
    pub(crate) context: Arc<PasswordContext>,
}

impl Passwords {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let scheme = values
            .text("passwords.scheme")
            .and_then(|name| name.parse().ok())
            .unwrap_or(Scheme::Argon2id);
        let cost = match values.text("passwords.cost") {
            None => Cost::recommended(scheme),
            Some(text) => parse_cost(scheme, text).map_err(|rule| values.invalid("passwords.cost", rule))?,
        };
        let mut builder = PasswordContext::builder()
            .default_cost(cost)
            .limits(limits(values));
        let allowed = values.list("passwords.allow");
        if !allowed.is_empty() {
            let schemes = allowed
                .iter()
                .map(|name| name.parse())
                .collect::<Result<Vec<Scheme>, _>>();
            let schemes = schemes.map_err(|error| values.invalid("passwords.allow", error.to_string()))?;
            builder = builder.allow_only(schemes);
        }
        let context = builder
            .build()
            .map_err(|error| values.invalid("passwords.cost", error.to_string()))?;
        Ok(Self {
            context: Arc::new(context),
        })
    }
}

fn limits(values: &Values) -> VerifyLimits {
    let number = |name, usual: u32| {
        values
            .number(name)
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(usual)
    };
    let usual = VerifyLimits::DEFAULT;
    VerifyLimits {
        memory_kib: number("passwords.most_memory_kib", usual.memory_kib),
        bcrypt_cost: values
            .number("passwords.most_bcrypt_cost")
            .and_then(|cost| u8::try_from(cost).ok())
            .unwrap_or(usual.bcrypt_cost),
        pbkdf2_rounds: number("passwords.most_pbkdf2_rounds", usual.pbkdf2_rounds),
        sha_crypt_rounds: number("passwords.most_sha_crypt_rounds", usual.sha_crypt_rounds),
        ..usual
    }
}

/// Reads what `Cost` displays. The error is a rule in words.
fn parse_cost(scheme: Scheme, text: &str) -> Result<Cost, String> {
    let mut fields = text.split(',').map(|field| field.trim().split_once('='));
    let mut next = |wanted: &str| -> Result<u32, String> {
        let rule = || format!("a cost of {scheme} is written as {}", Cost::recommended(scheme));
        match fields.next() {
            Some(Some((name, value))) if name == wanted => value.parse().map_err(|_| rule()),
            _ => Err(rule()),
        }
    };
    let small = |number: u32| u8::try_from(number).map_err(|_| "the logarithm is too large".to_owned());
    let words = |error: CostError| error.to_string();
    let cost = match scheme {
        Scheme::Argon2id | Scheme::Argon2i | Scheme::Argon2d => {
            let cost = Argon2Cost::new(next("m")?, next("t")?, next("p")?).map_err(words)?;
            match scheme {
                Scheme::Argon2i => Cost::Argon2i(cost),
                Scheme::Argon2d => Cost::Argon2d(cost),
                _ => Cost::Argon2id(cost),
            }
        }
        Scheme::Scrypt => {
            Cost::Scrypt(ScryptCost::new(small(next("ln")?)?, next("r")?, next("p")?).map_err(words)?)
        }
        Scheme::Bcrypt => Cost::Bcrypt(BcryptCost::new(small(next("r")?)?).map_err(words)?),
        Scheme::BcryptSha256 => Cost::BcryptSha256(BcryptCost::new(small(next("r")?)?).map_err(words)?),
        Scheme::Pbkdf2Sha1 => Cost::Pbkdf2Sha1(Pbkdf2Cost::new(next("i")?).map_err(words)?),
        Scheme::Pbkdf2Sha256 => Cost::Pbkdf2Sha256(Pbkdf2Cost::new(next("i")?).map_err(words)?),
        Scheme::Pbkdf2Sha512 => Cost::Pbkdf2Sha512(Pbkdf2Cost::new(next("i")?).map_err(words)?),
        Scheme::Sha256Crypt => Cost::Sha256Crypt(ShaCryptCost::new(next("rounds")?).map_err(words)?),
        Scheme::Sha512Crypt => Cost::Sha512Crypt(ShaCryptCost::new(next("rounds")?).map_err(words)?),
        _ => return Err("this scheme takes no cost here".to_owned()),
    };
    if fields.next().is_some() {
        return Err(format!(
            "a cost of {scheme} is written as {}",
            Cost::recommended(scheme)
        ));
    }
    Ok(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recommended_cost_reads_back_as_it_is_written() {
        for scheme in Scheme::ALL {
            let cost = Cost::recommended(*scheme);
            assert_eq!(parse_cost(*scheme, &cost.to_string()), Ok(cost));
        }
    }

    #[test]
    fn the_choices_are_the_schemes() {
        let names: Vec<_> = Scheme::ALL.iter().map(|scheme| scheme.name()).collect();
        assert_eq!(names, SCHEMES);
    }

    #[test]
    fn a_cost_of_another_scheme_is_refused() {
        assert!(parse_cost(Scheme::Bcrypt, "i=12").is_err());
        assert!(parse_cost(Scheme::Bcrypt, "r=12,p=1").is_err());
        assert!(parse_cost(Scheme::Bcrypt, "r=3").is_err());
    }
}
