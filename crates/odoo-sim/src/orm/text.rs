//! Texts that Odoo composes for a reader: a document's name, the first words of a message.

/// A draft has no number yet; the other side's reference stands behind the number.
pub(super) fn move_name(name: &str, kind: &str, reference: &str) -> String {
    if name.is_empty() || name == "/" {
        let what = match kind {
            "out_invoice" => "Draft Invoice",
            "out_refund" => "Draft Credit Note",
            "in_invoice" => "Draft Bill",
            "in_refund" => "Draft Vendor Credit Note",
            "out_receipt" => "Draft Sales Receipt",
            "in_receipt" => "Draft Purchase Receipt",
            _ => "Draft Entry",
        };
        return format!("{what} ");
    }
    if reference.is_empty() { name.to_owned() } else { format!("{name} ({reference})") }
}

const WIDTH: usize = 190;
const CUT: &str = " [...]";

/// The first words of a body on one line, as Python's `textwrap.shorten` cuts them.
pub(super) fn preview(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        text.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        let breaks = ["<div", "<p", "<br", "<tr"].iter().any(|name| tag.starts_with(name));
        if breaks {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'");
    let text = text.replace("&quot;", "\"").replace("&amp;", "&");
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut short = String::new();
    let mut length = 0;
    for word in words {
        let with = length + usize::from(length > 0) + word.chars().count();
        if with + CUT.len() > WIDTH {
            break;
        }
        if length > 0 {
            short.push(' ');
        }
        short.push_str(word);
        length = with;
    }
    short + CUT
}
