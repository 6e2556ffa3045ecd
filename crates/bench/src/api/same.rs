//! Whether two answers say the same, once what each server says in its own words is left out.

use super::asks::Ask;
use super::load::Target;
use crate::error::{Error, Result};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Cursors are signed by whoever gives them; where to go from a figure is an address of ours.
const OWN_WORDS: [&str; 4] = ["next_cursor", "explain", "odoo_url", "url"];

/// How long the peer may take to follow what was published.
const BEHIND: Duration = Duration::from_secs(600);

/// Every question is put to both.
pub async fn compare(ours: &Target, theirs: &Target, asks: &[Ask]) -> Result<usize> {
    let began = Instant::now();
    for ask in asks {
        let (mut our, mut their) = both(ours, theirs, ask).await?;
        while our.get("generation") != their.get("generation") && began.elapsed() < BEHIND {
            sleep(Duration::from_secs(1)).await;
            (our, their) = both(ours, theirs, ask).await?;
        }
        if let Some(place) = difference("", &our, &their) {
            return Err(Error::wrong(format!("{} of reader {} differs at {place}", ask.path, ask.reader)));
        }
    }
    Ok(asks.len())
}

async fn both(ours: &Target, theirs: &Target, ask: &Ask) -> Result<(Value, Value)> {
    let (our, their) = (ours.answer(ask).await?, theirs.answer(ask).await?);
    Ok((plain(serde_json::from_slice(&our)?), plain(serde_json::from_slice(&their)?)))
}

/// Without own words, numbers without idle zeros.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let own = |name: &str| OWN_WORDS.contains(&name);
            let fields = fields.into_iter().filter(|(name, value)| !own(name) && !value.is_null());
            Value::Object(fields.map(|(name, value)| (name, plain(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        Value::String(text) => Value::String(number(&text).unwrap_or(text)),
        Value::Number(known) => Value::String(number(&known.to_string()).unwrap_or_else(|| known.to_string())),
        other => other,
    }
}

fn number(text: &str) -> Option<String> {
    text.parse::<Decimal>().ok().map(|number| number.normalize().to_string())
}

/// Where the first one is.
fn difference(place: &str, our: &Value, their: &Value) -> Option<String> {
    match (our, their) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let names = ours.keys().chain(theirs.keys());
            names.into_iter().find_map(|name| {
                let at = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
                difference(&format!("{place}/{name}"), &at(ours), &at(theirs))
            })
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            let pairs = ours.iter().zip(theirs).enumerate();
            pairs.into_iter().find_map(|(at, (our, their))| difference(&format!("{place}/{at}"), our, their))
        }
        _ => (our != their).then(|| format!("{place}: {our} and {their}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, plain};
    use serde_json::json;

    #[test]
    fn equal_amounts_are_equal_however_they_are_written_and_others_are_not() {
        let our = plain(json!({"value": "1.50", "next_cursor": "a", "items": [1, "x"], "none": null}));
        assert_eq!(difference("", &our, &plain(json!({"value": 1.5, "items": ["1", "x"]}))), None);
        let other = plain(json!({"value": "1.51", "items": [1, "x"]}));
        assert_eq!(difference("", &our, &other).as_deref(), Some(r#"/value: "1.5" and "1.51""#));
        let shorter = plain(json!({"value": "1.5", "items": [1]}));
        assert!(difference("", &our, &shorter).is_some());
    }
}
