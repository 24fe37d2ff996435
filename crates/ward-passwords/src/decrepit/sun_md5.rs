//! Sun's MD5-crypt: `$md5$<salt>$$<digest>`, `$md5,rounds=<n>$<salt>$<digest>` (Muffett, Solaris 9, 2002). Each
//! round hashes a soliloquy or not, as bits of the digest before decide.

use super::crypt_md5::ORDER;
use super::digest::md5;
use super::text::{crypt64_transposed, is_crypt64, rounds};
use super::{Malformed, Parsed, Work};

/// Rounds beyond which the string counts.
const BASIC_ROUNDS: u32 = 4_096;

/// Hamlet, act III, scene 1, in the spelling and line breaks of Project Gutenberg's text 1524, with the NUL that
/// ends a C string.
const SOLILOQUY: &[u8] = b"To be, or not to be,--that is the question:--\n\
    Whether 'tis nobler in the mind to suffer\n\
    The slings and arrows of outrageous fortune\n\
    Or to take arms against a sea of troubles,\n\
    And by opposing end them?--To die,--to sleep,--\n\
    No more; and by a sleep to say we end\n\
    The heartache, and the thousand natural shocks\n\
    That flesh is heir to,--'tis a consummation\n\
    Devoutly to be wish'd. To die,--to sleep;--\n\
    To sleep! perchance to dream:--ay, there's the rub;\n\
    For in that sleep of death what dreams may come,\n\
    When we have shuffled off this mortal coil,\n\
    Must give us pause: there's the respect\n\
    That makes calamity of so long life;\n\
    For who would bear the whips and scorns of time,\n\
    The oppressor's wrong, the proud man's contumely,\n\
    The pangs of despis'd love, the law's delay,\n\
    The insolence of office, and the spurns\n\
    That patient merit of the unworthy takes,\n\
    When he himself might his quietus make\n\
    With a bare bodkin? who would these fardels bear,\n\
    To grunt and sweat under a weary life,\n\
    But that the dread of something after death,--\n\
    The undiscover'd country, from whose bourn\n\
    No traveller returns,--puzzles the will,\n\
    And makes us rather bear those ills we have\n\
    Than fly to others that we know not of?\n\
    Thus conscience does make cowards of us all;\n\
    And thus the native hue of resolution\n\
    Is sicklied o'er with the pale cast of thought;\n\
    And enterprises of great pith and moment,\n\
    With this regard, their currents turn awry,\n\
    And lose the name of action.--Soft you now!\n\
    The fair Ophelia!--Nymph, in thy orisons\n\
    Be all my sins remember'd.\n\0";

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let (setting, digest) = text.rsplit_once('$').ok_or("digest")?;
    let (extra, salt) = if let Some(salt) = setting.strip_prefix("$md5$") {
        (0, salt)
    } else {
        let (count, salt) = setting
            .strip_prefix("$md5,rounds=")
            .and_then(|rest| rest.split_once('$'))
            .ok_or("number of rounds")?;
        (rounds(count)?.get(), salt)
    };
    // The setting that is hashed ends with a `$` in the usual form and without one in the older "bare" form.
    let bare_salt = salt.strip_suffix('$').unwrap_or(salt);
    if !is_crypt64(bare_salt) || bare_salt.is_empty() {
        return Err("salt");
    }
    if digest.len() != 22 || !is_crypt64(digest) {
        return Err("digest");
    }
    let setting = setting.as_bytes().to_vec();
    let rounds = extra.checked_add(BASIC_ROUNDS).ok_or("number of rounds")?;
    // A round hashes the soliloquy, 24 blocks, half of the time.
    let work = Work::Rounds(u64::from(rounds).saturating_mul(8));
    Ok(Parsed::digest(
        work,
        bare_salt.len(),
        digest.as_bytes().to_vec(),
        move |input| {
            let mut digest = md5(&[input.password, &setting]);
            for round in 0..rounds {
                let text: &[u8] = if coin(&digest, round) { SOLILOQUY } else { &[] };
                digest = md5(&[&digest, text, round.to_string().as_bytes()]);
            }
            Ok(crypt64_transposed(&digest, &ORDER))
        },
    ))
}

fn byte(digest: &[u8], place: u32) -> u32 {
    digest
        .get(usize::try_from(place & 15).unwrap_or_default())
        .copied()
        .map_or(0, u32::from)
}

fn bit(digest: &[u8], place: u32) -> u32 {
    (byte(digest, place >> 3) >> (place & 7)) & 1
}

/// Seven bits from the digest, starting at byte `start`, halved when the round's bit says so.
fn index(digest: &[u8], start: u32, halve: u32) -> u32 {
    let value = (0..8_u32).fold(0, |value, place| {
        let a = byte(digest, start.wrapping_add(place));
        let b = byte(digest, start.wrapping_add(place).wrapping_add(3));
        let shift = b.checked_rem(5).unwrap_or_default();
        let v = byte(digest, a >> shift) >> ((b >> (a & 7)) & 1);
        value | (bit(digest, v & 127) << place)
    });
    (value >> halve) & 127
}

fn coin(digest: &[u8], round: u32) -> bool {
    let x = index(digest, 0, bit(digest, round & 127));
    let y = index(digest, 8, bit(digest, round.wrapping_add(64) & 127));
    bit(digest, x) ^ bit(digest, y) == 1
}
