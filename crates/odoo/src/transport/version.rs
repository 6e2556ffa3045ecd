//! What a server says of its version.

use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) major: u32,
    /// `18.0`, `saas~18.1`
    pub(crate) series: String,
}

impl ServerVersion {
    /// From `[18, 0, 0, "final", 0, ""]`, or `["saas~18", 1, …]` on Odoo Online.
    pub(crate) fn from_info(info: Option<&Value>) -> Option<Self> {
        let info = info?.as_array()?;
        let first = info.first()?;
        let name = first.as_str().map_or_else(|| first.to_string(), str::to_owned);
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        let major = digits.parse().ok()?;
        let minor = info.get(1).and_then(Value::as_u64).unwrap_or(0);
        Some(Self { major, series: format!("{name}.{minor}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_version_is_read_from_the_info_and_not_from_the_text() {
        let of = |info: Value| ServerVersion::from_info(Some(&info)).map(|v| (v.major, v.series));
        assert_eq!(of(json!([18, 0, 0, "final", 0, ""])), Some((18, "18.0".to_owned())));
        assert_eq!(of(json!(["saas~18", 1, 0, "final", 0, ""])), Some((18, "saas~18.1".to_owned())));
        assert_eq!(of(json!(["master", 1])), None);
        assert_eq!(of(json!([])), None);
        assert_eq!(of(json!("18.0")), None);
    }
}
