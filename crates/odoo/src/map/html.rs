//! Plain text from the beginning of a text with markup.

/// Characters of an excerpt.
const MOST: usize = 400;
/// Longer than any reference to a character that is worth reading.
const LONGEST_REFERENCE: usize = 10;

/// Without tags, comments, scripts and styles; one space for any run of blanks; at most 400 characters.
pub(crate) fn plain(html: &str) -> String {
    let mut excerpt = Excerpt { text: String::new(), length: 0, gap: false };
    let mut rest = html;
    while let Some(next) = rest.chars().next() {
        if excerpt.length == MOST {
            break;
        }
        rest = match next {
            '<' => match tag(rest) {
                Some(Tag { name, opens, after }) => {
                    excerpt.gap = excerpt.gap || !is_inline(&name);
                    if opens { skip_content(&name, after) } else { after }
                }
                None => {
                    excerpt.take('<');
                    rest.get(1..).unwrap_or_default()
                }
            },
            '&' => match reference(rest) {
                Some((character, after)) => {
                    excerpt.take(character);
                    after
                }
                None => {
                    excerpt.take('&');
                    rest.get(1..).unwrap_or_default()
                }
            },
            other => {
                excerpt.take(other);
                rest.get(other.len_utf8()..).unwrap_or_default()
            }
        };
    }
    excerpt.text
}

struct Tag<'a> {
    /// In lower case.
    name: String,
    opens: bool,
    after: &'a str,
}

struct Excerpt {
    text: String,
    length: usize,
    /// A blank is due before the next character.
    gap: bool,
}

impl Excerpt {
    fn take(&mut self, character: char) {
        if character.is_whitespace() {
            self.gap = true;
            return;
        }
        if character.is_control() {
            return;
        }
        if self.gap && self.length > 0 {
            if self.length + 1 == MOST {
                self.length = MOST;
                return;
            }
            self.text.push(' ');
            self.length += 1;
        }
        self.gap = false;
        self.text.push(character);
        self.length += 1;
    }
}

/// A `<` that begins no tag is a character; a tag that never ends swallows the rest, as in a browser.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    if let Some(comment) = inside.strip_prefix("!--") {
        let after = comment.split_once("-->").map_or("", |(_, after)| after);
        return Some(Tag { name: String::new(), opens: true, after });
    }
    inside.chars().next().filter(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))?;
    let closed = inside.strip_prefix('/');
    let name: String = closed.unwrap_or(inside).chars().take_while(char::is_ascii_alphanumeric).collect();
    Some(Tag { name: name.to_ascii_lowercase(), opens: closed.is_none(), after: after_tag(inside) })
}

/// A `>` within a quoted attribute does not end the tag.
fn after_tag(inside: &str) -> &str {
    let mut quote = None;
    for (at, character) in inside.char_indices() {
        match (quote, character) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '>') => return inside.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

fn is_inline(name: &str) -> bool {
    matches!(name, "a" | "b" | "i" | "u" | "em" | "strong" | "span" | "font" | "small" | "sub" | "sup" | "code")
}

/// What stands inside of these is no text.
fn skip_content<'a>(name: &str, after: &'a str) -> &'a str {
    if !matches!(name, "script" | "style" | "head" | "title" | "template") {
        return after;
    }
    let end = format!("</{name}");
    let found = after.char_indices().find(|(at, _)| {
        after.get(*at..).and_then(|rest| rest.get(..end.len())).is_some_and(|start| start.eq_ignore_ascii_case(&end))
    });
    match found.and_then(|(at, _)| after.get(at + 1..)) {
        Some(closing) => after_tag(closing),
        None => "",
    }
}

fn reference(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.char_indices().take(LONGEST_REFERENCE).find(|(_, c)| *c == ';')?.0;
    let (name, after) = (inside.get(..end)?, inside.get(end + 1..)?);
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            "euro" => '€',
            "hellip" => '…',
            "ndash" => '–',
            "mdash" => '—',
            _ => return None,
        },
    };
    Some((character, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_vanish_and_blocks_leave_one_blank() {
        assert_eq!(plain("<p>Dear <b>A</b>nn,</p>\n<p>\n  see you<br/>soon</p>"), "Dear Ann, see you soon");
        assert_eq!(plain("  <div></div>\u{a0} x "), "x");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn scripts_styles_and_comments_are_no_text() {
        let html = "<style>p > a {}</style>a<SCRIPT type='x'>if (1 < 2) alert('</p>')</SCRIPT >b<!-- <p>c --> d";
        assert_eq!(plain(html), "a b d");
        assert_eq!(plain("a<script>never ends"), "a");
        assert_eq!(plain("a<img alt='>' src=x>b<unfinished"), "a b");
    }

    #[test]
    fn references_become_characters_and_a_bare_sign_stays() {
        assert_eq!(plain("1 &lt; 2 &amp;&#160;3&#x20AC; &nosuch; A&B <3"), "1 < 2 & 3€ &nosuch; A&B <3");
        assert_eq!(plain("&#0;&#xD800;x"), "&#xD800;x");
    }

    #[test]
    fn an_excerpt_has_400_characters_at_most() {
        let long = plain(&"é ".repeat(1_000));
        assert_eq!(long.chars().count(), 399, "it does not end with a blank");
        assert_eq!(plain(&"x".repeat(1_000)).chars().count(), 400);
    }
}
