//! Entries as lines of a CSV file (RFC 4180) that no spreadsheet takes for formulas.

use chrono::SecondsFormat;
use shared::{accounts::Named, activities::LoggedActivity};

pub(super) const HEAD: &str = "timestamp,type,title,entity_type,entity_id,account_id,account,user_id,user_name,source,\
    fields,from,to,kind,subject,excerpt,due_on\r\n";

pub(super) fn row(entry: &LoggedActivity) -> String {
    let details = &entry.metadata;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let touch = entry.touch.clone().unwrap_or_default();
    let account = |part: fn(&Named) -> &String| entry.account.as_ref().map(part).cloned().unwrap_or_default();
    let cells = [
        entry.timestamp.to_rfc3339_opts(SecondsFormat::Millis, true),
        entry.activity_type.name().to_owned(),
        entry.title.clone(),
        entry.entity_type.name().to_owned(),
        entry.entity_id.clone(),
        account(|account| &account.id),
        account(|account| &account.name),
        optional(&entry.user_id),
        optional(&entry.user_name),
        entry.source.name().to_owned(),
        details.fields.join(" "),
        optional(&details.from),
        optional(&details.to),
        optional(&touch.kind),
        optional(&touch.subject),
        optional(&touch.excerpt),
        touch.due_on.map(|day| day.to_string()).unwrap_or_default(),
    ];
    let mut line = cells.map(|text| cell(&text)).join(",");
    line.push_str("\r\n");
    line
}

fn cell(text: &str) -> String {
    // A tab or a line's end in front is skipped by spreadsheets before they look for a formula.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn quotes_and_lines_are_wrapped_and_formulas_defused() {
        let cases = [
            ("Plain 東京", "Plain 東京"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-1", "'-1"),
            ("@SUM(A1,B1)", "\"'@SUM(A1,B1)\""),
            ("\t=1", "'\t=1"),
            ("a=1", "a=1"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
