//! The time zones that the browser knows.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// IANA names; none where the browser is too old to list them.
pub fn time_zones() -> Vec<String> {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok();
    let intl = get(&js_sys::global(), "Intl").unwrap_or_default();
    let list = get(&intl, "supportedValuesOf")
        .and_then(|list| list.dyn_into::<Function>().ok())
        .and_then(|list| list.call1(&intl, &"timeZone".into()).ok());
    list.map(|zones| Array::from(&zones).iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default()
}
