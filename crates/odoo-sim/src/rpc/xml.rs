//! XML-RPC as Python's `xmlrpc.client` reads and writes it, with its limits: no None, integers of 32 bits.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value as Json};

use super::reply::Reply;
use crate::errors::OdooError;
use crate::python;

/// A called method and its positional arguments.
#[derive(Debug, PartialEq)]
pub(super) struct MethodCall {
    pub(super) method: String,
    pub(super) args: Vec<Json>,
}

#[derive(Debug, Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

pub(super) fn parse(body: &[u8]) -> Result<MethodCall, OdooError> {
    let text = String::from_utf8_lossy(body);
    let root = tree(&text).map_err(|words| OdooError::new("xml.parsers.expat.ExpatError", words))?;
    let no_call = || OdooError::new("xmlrpc.client.ResponseError", "ResponseError()");
    let call = root.child("methodCall").ok_or_else(no_call)?;
    let method = call.child("methodName").ok_or_else(no_call)?.text.trim().to_owned();
    let params = call.child("params").into_iter().flat_map(|params| params.all("param"));
    let args = params.filter_map(|param| param.child("value")).map(value).collect::<Result<_, _>>()?;
    Ok(MethodCall { method, args })
}

fn tree(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let top = open.last_mut().ok_or("mismatched tag")?;
        match event {
            Event::Start(tag) => {
                open.push(Node { name: tag.local_name().as_ref().to_owned(), ..Node::default() });
                if open.len() > 200 {
                    return Err("nested too deeply".to_owned());
                }
            }
            Event::Empty(tag) => {
                top.children.push(Node { name: tag.local_name().as_ref().to_owned(), ..Node::default() });
            }
            Event::End(_) => {
                let done = open.pop().unwrap_or_default();
                open.last_mut().ok_or("mismatched tag")?.children.push(done);
            }
            Event::Text(text) => top.text.push_str(&text.xml10_content()),
            Event::CData(text) => top.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => top.text.push(character(&reference)?),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) if !root.children.is_empty() => Ok(root),
        _ => Err("no element found".to_owned()),
    }
}

fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(found) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(found);
    }
    let name: &str = reference;
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err("undefined entity".to_owned()),
    }
}

fn value(node: &Node) -> Result<Json, OdooError> {
    let Some(typed) = node.children.first() else { return Ok(Json::String(node.text.clone())) };
    let text = typed.text.trim();
    let wrong = || OdooError::value(format!("invalid literal for {}: {}", typed.name, python::repr_text(text)));
    Ok(match typed.name.as_str() {
        "nil" => Json::Null,
        "boolean" => Json::Bool(text == "1"),
        "int" | "i1" | "i2" | "i4" | "i8" | "biginteger" => text.parse::<i64>().map_err(|_| wrong())?.into(),
        "double" | "float" => text.parse::<f64>().map_err(|_| wrong())?.into(),
        "array" => {
            let items = typed.child("data").into_iter().flat_map(|data| data.all("value"));
            Json::Array(items.map(value).collect::<Result<_, _>>()?)
        }
        "struct" => {
            let mut map = Map::new();
            for member in typed.all("member") {
                if let (Some(name), Some(inner)) = (member.child("name"), member.child("value")) {
                    map.insert(name.text.clone(), value(inner)?);
                }
            }
            Json::Object(map)
        }
        _ => Json::String(typed.text.clone()),
    })
}

/// The whole answer, or what Python says when it cannot write the result.
pub(super) fn response(reply: &Reply) -> Result<String, OdooError> {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<methodResponse>\n<params>\n<param>\n");
    match reply {
        Reply::Nothing => return Err(none()),
        Reply::Json(json) => write(&mut out, json)?,
        Reply::Records { model, .. } => {
            return Err(OdooError::kind(format!("cannot marshal <class 'odoo.api.{model}'> objects")));
        }
        Reply::Rows(rows) => {
            out.push_str("<value><array><data>\n");
            for row in &rows.rows {
                structure(&mut out, row.iter().map(|(name, value)| (*name, value)))?;
            }
            out.push_str("</data></array></value>\n");
        }
    }
    out.push_str("</param>\n</params>\n\n</methodResponse>\n");
    Ok(out)
}

/// A fault; at the old address the number is a text.
pub(super) fn fault(code: &Json, text: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\"?>\n<methodResponse>\n<fault>\n");
    let text = Json::from(text);
    // Texts and small numbers always marshal.
    let _ = structure(&mut out, [("faultCode", code), ("faultString", &text)].into_iter());
    out.push_str("</fault>\n\n</methodResponse>\n");
    out
}

fn none() -> OdooError {
    OdooError::kind("cannot marshal None unless allow_none is enabled")
}

fn structure<'a>(out: &mut String, members: impl Iterator<Item = (&'a str, &'a Json)>) -> Result<(), OdooError> {
    out.push_str("<value><struct>\n");
    for (name, value) in members {
        out.push_str("<member>\n<name>");
        escape(out, name);
        out.push_str("</name>\n");
        write(out, value)?;
        out.push_str("</member>\n");
    }
    out.push_str("</struct></value>\n");
    Ok(())
}

fn write(out: &mut String, json: &Json) -> Result<(), OdooError> {
    match json {
        Json::Null => return Err(none()),
        Json::Bool(flag) => out.push_str(if *flag {
            "<value><boolean>1</boolean></value>\n"
        } else {
            "<value><boolean>0</boolean></value>\n"
        }),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => {
                let whole = i32::try_from(whole)
                    .map_err(|_| OdooError::new("builtins.OverflowError", "int exceeds XML-RPC limits"))?;
                out.push_str(&format!("<value><int>{whole}</int></value>\n"));
            }
            None => {
                let double = python::float(number.as_f64().unwrap_or_default());
                out.push_str(&format!("<value><double>{double}</double></value>\n"));
            }
        },
        Json::String(text) => {
            out.push_str("<value><string>");
            escape(out, text);
            out.push_str("</string></value>\n");
        }
        Json::Array(items) => {
            out.push_str("<value><array><data>\n");
            for item in items {
                write(out, item)?;
            }
            out.push_str("</data></array></value>\n");
        }
        Json::Object(map) => structure(out, map.iter().map(|(name, value)| (name.as_str(), value)))?,
    }
    Ok(())
}

/// Odoo takes control characters out before it writes: XML has no way to say them.
fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(character),
            control if control < ' ' => {}
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_read_with_all_its_types() {
        let body = b"<?xml version='1.0'?><methodCall><methodName>execute_kw</methodName><params><param><value>\
            <string>a &amp; b &#252;</string></value></param><param><value>bare</value></param><param><value><struct>\
            <member><name>n</name><value><nil/></value></member></struct></value></param><param><value><array><data>\
            <value><i4>-7</i4></value><value><boolean>1</boolean></value><value><double>1.5</double></value>\
            <value><string/></value></data></array></value></param></params></methodCall>";
        let call = parse(body).ok();
        let args = vec![json!("a & b ü"), json!("bare"), json!({"n": null}), json!([-7, true, 1.5, ""])];
        assert_eq!(call, Some(MethodCall { method: "execute_kw".into(), args }));
    }

    #[test]
    fn what_python_cannot_marshal_is_an_error() {
        let words = |reply| response(&reply).err().map(|error| error.to_string());
        let none = Some("builtins.TypeError: cannot marshal None unless allow_none is enabled".to_owned());
        assert_eq!(words(Reply::Nothing), none);
        assert_eq!(words(Reply::Json(json!([{"a": null}]))), none);
        assert_eq!(
            words(Reply::Json(json!(2_147_483_648_i64))).as_deref(),
            Some("builtins.OverflowError: int exceeds XML-RPC limits")
        );
        assert_eq!(words(Reply::Json(json!(2_147_483_647))), None);
    }

    #[test]
    fn control_characters_are_left_out_and_markup_is_escaped() {
        let written = response(&Reply::Json(json!("a\u{b}b\u{7}<&>\n"))).unwrap_or_default();
        assert!(written.contains("<string>ab&lt;&amp;&gt;\n</string>"), "{written}");
    }

    #[test]
    fn nonsense_is_no_call() {
        for body in ["", "<", "<methodCall>", "<a/>", "text", "<methodCall></params>"] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
    }
}
