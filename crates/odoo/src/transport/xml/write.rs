//! Requests: a method with its arguments.

use super::push_permitted;
use quick_xml::escape::escape;
use serde_json::{Number, Value};
use std::fmt::Write;

pub(crate) fn request(method: &str, args: &[Value]) -> String {
    let mut xml = format!("<?xml version='1.0'?>\n<methodCall><methodName>{}</methodName><params>", escape(method));
    for arg in args {
        xml.push_str("<param>");
        write_value(&mut xml, arg);
        xml.push_str("</param>");
    }
    xml.push_str("</params></methodCall>");
    xml
}

fn write_value(xml: &mut String, value: &Value) {
    xml.push_str("<value>");
    match value {
        Value::Null => xml.push_str("<nil/>"),
        Value::Bool(flag) => xml.push_str(if *flag { "<boolean>1</boolean>" } else { "<boolean>0</boolean>" }),
        Value::Number(number) => write_number(xml, number),
        Value::String(text) => {
            xml.push_str("<string>");
            push_permitted(xml, &escape(text.as_str()));
            xml.push_str("</string>");
        }
        Value::Array(items) => {
            xml.push_str("<array><data>");
            items.iter().for_each(|item| write_value(xml, item));
            xml.push_str("</data></array>");
        }
        Value::Object(fields) => {
            xml.push_str("<struct>");
            for (name, value) in fields {
                xml.push_str("<member><name>");
                push_permitted(xml, &escape(name.as_str()));
                xml.push_str("</name>");
                write_value(xml, value);
                xml.push_str("</member>");
            }
            xml.push_str("</struct>");
        }
    }
    xml.push_str("</value>");
}

/// Whole numbers have 32 bits; those that do not fit have a name of their own, which Odoo's reader knows.
fn write_number(xml: &mut String, number: &Number) {
    let name = match number.as_i64() {
        Some(whole) if i32::try_from(whole).is_ok() => "int",
        Some(_) => "i8",
        None => "double",
    };
    // Writing to a string cannot fail.
    let _ = write!(xml, "<{name}>{number}</{name}>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_is_written_as_odoo_reads_it() {
        let args =
            [json!("a<b>\u{1}&"), json!(2), json!(8_589_934_592_i64), json!(0.5), json!([true, null, {"k": -1}])];
        let expected = "<?xml version='1.0'?>\n<methodCall><methodName>execute_kw</methodName><params>\
            <param><value><string>a&lt;b&gt;&amp;</string></value></param>\
            <param><value><int>2</int></value></param>\
            <param><value><i8>8589934592</i8></value></param>\
            <param><value><double>0.5</double></value></param>\
            <param><value><array><data><value><boolean>1</boolean></value><value><nil/></value><value><struct><member>\
            <name>k</name><value><int>-1</int></value></member></struct></value></data></array></value></param>\
            </params></methodCall>";
        assert_eq!(request("execute_kw", &args), expected);
    }
}
