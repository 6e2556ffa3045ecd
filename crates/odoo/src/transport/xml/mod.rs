//! XML-RPC as Odoo writes and reads it, with the values that JSON would have.

mod read;
mod write;

pub(crate) use read::{Answer, read};
pub(crate) use write::request;

fn push_permitted(text: &mut String, part: &str) {
    match part.contains(is_stripped) {
        true => text.extend(part.chars().filter(|c| !is_stripped(*c))),
        false => text.push_str(part),
    }
}

/// The control characters that Odoo leaves out of XML.
pub(crate) fn is_stripped(character: char) -> bool {
    character < ' ' && !matches!(character, '\t' | '\n' | '\r')
}
