//! What a person's e-mail address, name and password must look like, wherever they come in.

use secrecy::SecretString;

const MAX_EMAIL: usize = 320;
const MAX_NAME: usize = 200;
const PASSWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 12..=1024;

/// Trimmed; case is kept for showing, comparisons ignore it.
pub(crate) fn email(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let plain = text.len() <= MAX_EMAIL && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    match text.split_once('@') {
        Some((local, host)) if plain && !local.is_empty() && !host.is_empty() && !host.contains('@') => {
            Ok(text.to_owned())
        }
        _ => Err("must be an e-mail address"),
    }
}

pub(crate) fn name(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let good = !text.is_empty() && text.chars().count() <= MAX_NAME && !text.chars().any(char::is_control);
    good.then(|| text.to_owned()).ok_or("must be a name of at most 200 characters")
}

/// A new password. Length is all that is asked; nothing is trimmed or folded.
pub(crate) fn password(text: &str) -> Result<SecretString, &'static str> {
    if PASSWORD_CHARACTERS.contains(&text.chars().count()) {
        Ok(text.to_owned().into())
    } else {
        Err("must have 12 to 1024 characters")
    }
}
