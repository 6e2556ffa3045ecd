//! The methods of the models: arguments, rights, the work, the answer.

use serde_json::{Map, Value as Json, json};

use super::arguments::{Arguments, Signature};
use super::reply::{Reply, Rows};
use crate::access::top_secret;
use crate::caller::{Caller, Mode};
use crate::db::Db;
use crate::errors::OdooError;
use crate::model::{Kind, Model};
use crate::orm::{self, Grouping, Outcome, Query, Reader, Writer};
use crate::state::World;
use crate::version::Version;

/// Calls a method that is known to be there.
pub(super) fn call(
    world: &World,
    of: &'static Model,
    method: &str,
    args: Vec<Json>,
    kwargs: Map<String, Json>,
    caller: impl FnOnce(&Db) -> Result<Caller, OdooError>,
) -> Result<Reply, OdooError> {
    if let Some(signature) = reading(world.version(), of, method) {
        let db = world.read();
        let caller = caller(&db)?;
        let arguments = Arguments::bind(method, signature, args, kwargs)?;
        return read(&Reader::new(&db, &caller), of, method, &arguments);
    }
    let Some(signature) = writing(of, method) else {
        let message = format!("The method '{method}' does not exist on the model '{}'", of.name);
        return Err(OdooError::new("builtins.AttributeError", message)
            .later(format!("The method '{}.{method}' does not exist", of.name)));
    };
    let mut db = world.write();
    let caller = caller(&db)?;
    let arguments = Arguments::bind(method, signature, args, kwargs)?;
    let result = write(&mut Writer { db: &mut db, caller: &caller }, of, method, &arguments);
    if result.is_ok() {
        db.commit()
    } else {
        db.roll_back()
    }
    result
}

/// What a method takes; None where there is no such method.
pub(super) fn signature(version: Version, of: &Model, method: &str) -> Option<Signature> {
    reading(version, of, method).or_else(|| writing(of, method))
}

/// Starts with an underscore, or was taken away from clients.
pub(super) fn is_private(version: Version, method: &str) -> bool {
    method.starts_with('_') || (version.is_new() && matches!(method, "exists" | "search_fetch"))
}

fn reading(version: Version, of: &Model, method: &str) -> Option<Signature> {
    let (names, needed): (&'static [&'static str], usize) = match method {
        "search" => (&["domain", "offset", "limit", "order"], 1),
        "search_read" => (&["domain", "fields", "offset", "limit", "order", "load"], 0),
        "search_count" => (&["domain", "limit"], 1),
        "read" => (&["ids", "fields", "load"], 1),
        "fields_get" => (&["allfields", "attributes"], 0),
        "exists" => (&["ids"], 1),
        "name_search" if version.is_new() => (&["name", "domain", "operator", "limit"], 0),
        "name_search" => (&["name", "args", "operator", "limit"], 0),
        "check_access" | "has_access" if version > Version::V17 => (&["ids", "operation"], 2),
        "check_access_rights" if !version.is_new() => (&["operation", "raise_exception"], 1),
        "read_group" => (&["domain", "fields", "groupby", "offset", "limit", "orderby", "lazy"], 3),
        "formatted_read_group" if version.is_new() => {
            (&["domain", "groupby", "aggregates", "having", "offset", "limit", "order"], 1)
        }
        "context_get" if of.name == "res.users" => (&[], 0),
        _ => return None,
    };
    Some(Signature::new(names, needed))
}

fn writing(of: &Model, method: &str) -> Option<Signature> {
    let lead = of.name == "crm.lead";
    let (names, needed): (&'static [&'static str], usize) = match method {
        "create" => (&["vals_list"], 1),
        "write" => (&["ids", "vals"], 2),
        "unlink" => (&["ids"], 1),
        "action_archive" | "action_unarchive" | "toggle_active" if of.has_active() => (&["ids"], 1),
        "action_set_won" | "action_set_won_rainbowman" | "action_set_lost" if lead => (&["ids"], 1),
        "convert_opportunity" if lead => (&["ids", "partner", "user_ids", "team_id"], 2),
        other => orm::action(of, other)?,
    };
    Some(Signature { names, needed, rest: method == "action_set_lost" })
}

fn mode_of(operation: &str) -> Mode {
    match operation {
        "write" => Mode::Write,
        "create" => Mode::Create,
        "unlink" => Mode::Unlink,
        _ => Mode::Read,
    }
}

fn read(reader: &Reader<'_>, of: &'static Model, method: &str, arguments: &Arguments) -> Result<Reply, OdooError> {
    let caller = reader.caller;
    let domain = arguments.json("domain");
    let query = Query {
        domain: &domain,
        order: arguments.text("order"),
        offset: arguments.number("offset").unwrap_or(0),
        limit: arguments.number("limit"),
    };
    Ok(match method {
        "fields_get" => {
            let all =
                ["read", "write", "create"].map(mode_of).into_iter().any(|mode| caller.check_model(of, mode).is_ok());
            if !all {
                caller.check_model(of, Mode::Read)?;
            }
            Reply::Json(fields_get(reader, of, arguments))
        }
        "context_get" => {
            let partner = |name: &str| {
                let row = reader.db.row(of, caller.uid);
                row.map_or(json!(false), |row| reader.named(of, row, name).to_wire(&Kind::Text))
            };
            Reply::Json(json!({"lang": partner("lang"), "tz": partner("tz"), "uid": caller.uid}))
        }
        "read_group" | "formatted_read_group" => {
            caller.check_model(of, Mode::Read)?;
            Reply::Json(Json::Array(grouped(reader, of, method, arguments)?))
        }
        "exists" => {
            let ids = arguments.ids("ids");
            Reply::Json(ids.into_iter().filter(|id| reader.db.table(of).contains(*id)).collect())
        }
        "check_access_rights" => {
            let checked = caller.check_model(of, mode_of(arguments.text("operation").unwrap_or("read")));
            if arguments.get("raise_exception").is_none_or(crate::caller::truthy) {
                checked?;
                Reply::Json(json!(true))
            } else {
                Reply::Json(json!(checked.is_ok()))
            }
        }
        "check_access" | "has_access" => {
            let operation = arguments.text("operation").unwrap_or("read");
            let checked = caller
                .check_model(of, mode_of(operation))
                .and_then(|()| check_records(reader, of, &arguments.ids("ids"), operation));
            if method == "has_access" {
                Reply::Json(json!(checked.is_ok()))
            } else {
                checked?;
                Reply::Nothing
            }
        }
        "search" => {
            caller.check_model(of, Mode::Read)?;
            Reply::Json(orm::search(reader, of, &query)?.iter().map(|row| row.id).collect())
        }
        "search_count" => {
            caller.check_model(of, Mode::Read)?;
            Reply::Json(json!(orm::count(reader, of, &domain, arguments.number("limit"))?))
        }
        "name_search" => {
            caller.check_model(of, Mode::Read)?;
            let name = arguments.text("name").unwrap_or_default();
            let operator = arguments.text("operator").unwrap_or("ilike");
            let mut domain =
                arguments.get("domain").or(arguments.get("args")).and_then(Json::as_array).cloned().unwrap_or_default();
            domain.push(json!(["display_name", operator, name]));
            let domain = Json::Array(domain);
            let query = Query {
                domain: &domain,
                order: None,
                offset: 0,
                limit: Some(arguments.number("limit").unwrap_or(100)),
            };
            let found = orm::search(reader, of, &query)?;
            Reply::Json(found.iter().map(|row| json!([row.id, reader.display_name(of, row)])).collect())
        }
        "search_read" => {
            caller.check_model(of, Mode::Read)?;
            let wanted = wanted(reader, of, arguments)?;
            let found = orm::search(reader, of, &query)?;
            Reply::Rows(rows(reader, of, &wanted, found.into_iter(), raw(arguments)))
        }
        _ => {
            caller.check_model(of, Mode::Read)?;
            let wanted = wanted(reader, of, arguments)?;
            let ids = arguments.ids("ids");
            check_records(reader, of, &ids, "read")?;
            let found = ids.iter().filter_map(|id| reader.db.row(of, *id));
            Reply::Rows(rows(reader, of, &wanted, found, raw(arguments)))
        }
    })
}

fn grouped(
    reader: &Reader<'_>,
    of: &'static Model,
    method: &str,
    arguments: &Arguments,
) -> Result<Vec<Json>, OdooError> {
    if arguments.get("having").is_some_and(crate::caller::truthy) {
        return Err(OdooError::value("`having` is not served by this stand-in"));
    }
    let domain = arguments.json("domain");
    let old = method == "read_group";
    let by = match arguments.text("groupby") {
        Some(one) => vec![one.to_owned()],
        None => arguments.names("groupby").unwrap_or_default(),
    };
    let grouping = Grouping {
        domain: &domain,
        by,
        aggregates: arguments.names(if old { "fields" } else { "aggregates" }).unwrap_or_default(),
        order: arguments.text(if old { "orderby" } else { "order" }),
        offset: arguments.number("offset").unwrap_or(0),
        limit: arguments.number("limit"),
        lazy: old && arguments.get("lazy").is_none_or(crate::caller::truthy),
    };
    if old { orm::read_group(reader, of, &grouping) } else { orm::formatted(reader, of, &grouping) }
}

/// Without `load`, or with `_classic_read`, a many2one carries its name.
fn raw(arguments: &Arguments) -> bool {
    !matches!(arguments.json("load").as_str(), None | Some("_classic_read"))
}

fn wanted(reader: &Reader<'_>, of: &'static Model, arguments: &Arguments) -> Result<Vec<&'static str>, OdooError> {
    let (caller, version) = (reader.caller, reader.db.version);
    let mut wanted = vec!["id"];
    match arguments.names("fields").filter(|names| !names.is_empty()) {
        Some(names) => {
            for name in names {
                let field = of.field_in(version, &name).ok_or_else(|| OdooError::unreadable_field(&name, of.name))?;
                caller.check_field(of, &name)?;
                if !wanted.contains(&field.name) {
                    wanted.push(field.name);
                }
            }
        }
        None => {
            let all = of.fields.values().filter(|field| field.is_in(version) && field.name != "id");
            wanted.extend(all.map(|field| field.name).filter(|name| caller.sees_field(of, name)));
        }
    }
    Ok(wanted)
}

fn rows<'a>(
    reader: &Reader<'_>,
    of: &'static Model,
    wanted: &[&'static str],
    found: impl Iterator<Item = &'a crate::db::Row>,
    raw: bool,
) -> Rows {
    let fields: Vec<_> = wanted.iter().filter_map(|name| of.field(name)).collect();
    let rows = found.map(|row| {
        fields
            .iter()
            .map(|field| {
                let value = if field.name == "id" { json!(row.id) } else { reader.wire(of, field, row, raw) };
                (field.name, value)
            })
            .collect()
    });
    Rows { model: of.name.to_owned(), rows: rows.collect() }
}

/// Record rules on records named by id: missing ones are nobody's secret.
fn check_records(reader: &Reader<'_>, of: &'static Model, ids: &[i64], operation: &str) -> Result<(), OdooError> {
    let caller = reader.caller;
    let rules = caller.rules(of);
    if rules.as_array().is_none_or(Vec::is_empty) {
        return Ok(());
    }
    let node = crate::domain::parse(reader.db, &caller.sudo(), of, &rules)?;
    let forbidden = ids.iter().filter_map(|id| reader.db.row(of, *id)).any(|row| !node.holds(reader, of, row));
    if !forbidden {
        return Ok(());
    }
    let users = crate::model::model("res.users");
    let name = reader.db.row(users, caller.uid).map(|row| reader.display_name(users, row)).unwrap_or_default();
    Err(top_secret(of, &name, caller.uid, operation))
}

fn fields_get(reader: &Reader<'_>, of: &'static Model, arguments: &Arguments) -> Json {
    let (caller, version) = (reader.caller, reader.db.version);
    let only = arguments.names("allfields").filter(|names| !names.is_empty());
    let attributes = arguments.names("attributes").filter(|names| !names.is_empty());
    let mut answer = Map::new();
    for field in of.fields.values().filter(|field| field.is_in(version) && caller.sees_field(of, field.name)) {
        if only.as_ref().is_some_and(|only| !only.iter().any(|name| name == field.name)) {
            continue;
        }
        let mut described = field.described(version).clone();
        described.insert("name".into(), json!(field.name));
        if let Some(attributes) = &attributes {
            described.retain(|name, _| attributes.iter().any(|wanted| wanted == name));
        }
        answer.insert(field.name.to_owned(), Json::Object(described));
    }
    Json::Object(answer)
}

fn write(writer: &mut Writer<'_>, of: &'static Model, method: &str, arguments: &Arguments) -> Result<Reply, OdooError> {
    let mode = match method {
        "create" => Mode::Create,
        "unlink" => Mode::Unlink,
        _ => Mode::Write,
    };
    writer.caller.check_model(of, mode)?;
    let ids = arguments.ids("ids");
    let operation = if mode == Mode::Unlink { "unlink" } else { "write" };
    check_records(&writer.reader(), of, &ids, operation)?;
    match method {
        "create" => match arguments.json("vals_list") {
            Json::Array(list) => {
                let mut ids = Vec::new();
                for values in list {
                    ids.push(writer.create(of, values.as_object().cloned().unwrap_or_default())?);
                }
                Ok(Reply::Json(json!(ids)))
            }
            values => Ok(Reply::Json(json!(writer.create(of, values.as_object().cloned().unwrap_or_default())?))),
        },
        "write" => {
            writer.write(of, &ids, arguments.json("vals").as_object().cloned().unwrap_or_default())?;
            Ok(Reply::Json(json!(true)))
        }
        "unlink" => {
            writer.unlink(of, &ids)?;
            Ok(Reply::Json(json!(true)))
        }
        "action_archive" | "action_unarchive" => {
            writer.archive(of, &ids, method == "action_archive")?;
            Ok(Reply::Nothing)
        }
        "toggle_active" => {
            writer.toggle_active(of, &ids)?;
            Ok(Reply::Nothing)
        }
        "action_set_lost" => {
            writer.set_lost(&ids, arguments.rest())?;
            Ok(Reply::Nothing)
        }
        "convert_opportunity" => {
            writer.convert_opportunity(&ids, arguments.get("partner").and_then(Json::as_i64))?;
            Ok(Reply::Json(json!(true)))
        }
        "action_set_won" | "action_set_won_rainbowman" => {
            writer.set_won(&ids)?;
            Ok(Reply::Json(json!(true)))
        }
        other => Ok(match writer.act(of, other, &ids, arguments.named())? {
            Outcome::Nothing => Reply::Nothing,
            Outcome::Json(json) => Reply::Json(json),
            Outcome::Records(model, ids) => Reply::Records { model, ids },
        }),
    }
}
