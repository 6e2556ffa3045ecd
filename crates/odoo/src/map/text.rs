//! Texts as people may have pasted them into Odoo, made fit for one line.

/// Line breaks and tabs become spaces, other control characters vanish, the ends are trimmed.
pub(crate) fn clean(text: &str) -> String {
    let one_line: String = text
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    one_line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_vanish_and_letters_of_all_scripts_stay() {
        assert_eq!(clean("a\u{b}b\u{1}c \u{e9} \u{1f600} \"<&>\""), "abc \u{e9} \u{1f600} \"<&>\"");
        assert_eq!(clean("  \u{a0}株式会社\u{a0} \u{0}"), "株式会社");
        assert_eq!(clean("two\nlines\tand a tab"), "two lines and a tab");
        assert_eq!(clean(" \r\n "), "");
    }
}
