//! What goes wrong on purpose: broken transport, broken answers, broken records.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::rpc::{Reply, Rows, Target};

/// One way to fail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// An HTTP status with an HTML page, such as 500 or 502.
    Status { code: u16 },
    /// Such as 429 or 503 with `Retry-After`: seconds or an HTTP date.
    Busy {
        code: u16,
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// Status 200 and an HTML page instead of JSON: a login page, a proxy.
    HtmlPage,
    /// The connection ends in the middle of the body that the head announced.
    CutBody,
    /// The connection ends without a byte, as when a worker is killed. The call was not carried out.
    Drop,
    /// A worker that ran too long is killed: an empty answer after so long. The call was not carried out.
    Killed { after_ms: u64 },
    /// The call is answered, but only after so long.
    Hang { ms: u64 },
    /// A whole HTTP answer whose JSON stops halfway.
    TruncatedJson,
    /// A JSON-RPC error with this exception class. The call was not carried out.
    Error { name: String, message: String },
    /// A list without anything in it.
    EmptyPage,
    /// The first half of the list.
    HalfPage,
    /// The first float of the first row is the literal NaN, which is not JSON.
    NanLiteral,
    /// The first text of the first row carries control characters, which XML-RPC cannot say.
    ControlCharacters,
    /// The first text of the first row grows to so many bytes.
    HugeRow { bytes: usize },
}

/// Which calls fail, how often, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaultRule {
    /// Empty: every model. `common` and `db` are matched by the service's name.
    #[serde(default)]
    pub model: Option<String>,
    /// Empty: every method.
    #[serde(default)]
    pub method: Option<String>,
    /// So many matching calls pass first.
    #[serde(default)]
    pub after: u32,
    /// So many calls fail; empty: all until the faults are cleared.
    #[serde(default)]
    pub times: Option<u32>,
    #[serde(flatten)]
    pub fault: Fault,
}

impl FaultRule {
    /// The next call, whatever it is.
    pub fn next(fault: Fault) -> Self {
        Self { model: None, method: None, after: 0, times: Some(1), fault }
    }

    /// Every call until cleared.
    pub fn always(fault: Fault) -> Self {
        Self { times: None, ..Self::next(fault) }
    }

    #[must_use]
    pub fn on(self, model: &str, method: &str) -> Self {
        Self { model: Some(model.into()), method: Some(method.into()), ..self }
    }

    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    #[must_use]
    pub fn after(self, calls: u32) -> Self {
        Self { after: calls, ..self }
    }

    fn matches(&self, target: &Target) -> bool {
        self.model.as_ref().is_none_or(|model| *model == target.model)
            && self.method.as_ref().is_none_or(|method| *method == target.method)
    }
}

/// A field of one record that is answered wrongly: another value (of any type), or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distortion {
    pub model: String,
    pub id: i64,
    pub field: String,
    /// Empty: the field is missing from the row.
    #[serde(default)]
    pub value: Option<Json>,
}

/// The first rule that matches, counted down.
pub(crate) fn take(rules: &mut Vec<FaultRule>, target: &Target) -> Option<Fault> {
    let at = rules.iter().position(|rule| rule.matches(target))?;
    let rule = rules.get_mut(at)?;
    if rule.after > 0 {
        rule.after -= 1;
        return None;
    }
    let fault = rule.fault.clone();
    if let Some(times) = &mut rule.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            rules.remove(at);
        }
    }
    Some(fault)
}

pub(crate) fn distort(rows: &mut Rows, distortions: &[Distortion]) {
    for distortion in distortions.iter().filter(|distortion| distortion.model == rows.model) {
        for row in &mut rows.rows {
            if !row.iter().any(|(name, value)| *name == "id" && value.as_i64() == Some(distortion.id)) {
                continue;
            }
            match &distortion.value {
                Some(wrong) => {
                    if let Some((_, value)) = row.iter_mut().find(|(name, _)| *name == distortion.field) {
                        value.clone_from(wrong);
                    }
                }
                None => row.retain(|(name, _)| *name != distortion.field),
            }
        }
    }
}

const NAN: &str = "(not a number)";

/// Faults that change the answer before it is written.
pub(crate) fn spoil(fault: &Fault, reply: &mut Reply) {
    match (fault, reply) {
        (Fault::EmptyPage, Reply::Rows(rows)) => rows.rows.clear(),
        (Fault::EmptyPage, Reply::Json(Json::Array(items))) => items.clear(),
        (Fault::HalfPage, Reply::Rows(rows)) => rows.rows.truncate(rows.rows.len() / 2),
        (Fault::HalfPage, Reply::Json(Json::Array(items))) => items.truncate(items.len() / 2),
        (Fault::NanLiteral, Reply::Rows(rows)) => {
            let values = rows.rows.first_mut().into_iter().flatten();
            if let Some((_, value)) = values.into_iter().find(|(_, value)| value.is_f64()) {
                *value = Json::from(NAN);
            }
        }
        (Fault::HugeRow { bytes }, Reply::Rows(rows)) => {
            if let Some(value) = first_text(rows) {
                *value = Json::from("x".repeat(*bytes));
            }
        }
        (Fault::ControlCharacters, Reply::Rows(rows)) => {
            if let Some(value) = first_text(rows) {
                *value = Json::from(format!("\u{7}{}\u{b}\u{1f}", value.as_str().unwrap_or_default()));
            }
        }
        _ => {}
    }
}

fn first_text(rows: &mut Rows) -> Option<&mut Json> {
    let values = rows.rows.first_mut().into_iter().flatten();
    values.map(|(_, value)| value).find(|value| value.is_string())
}

/// Faults that change the written body.
pub(crate) fn spoil_body(fault: &Fault, mut body: Vec<u8>) -> Vec<u8> {
    match fault {
        Fault::TruncatedJson => body.truncate(body.len() / 2),
        Fault::NanLiteral => {
            let text = String::from_utf8_lossy(&body).replace(&format!("\"{NAN}\""), "NaN");
            body = text.replace(&format!("<string>{NAN}</string>"), "<double>nan</double>").into_bytes();
        }
        _ => {}
    }
    body
}
