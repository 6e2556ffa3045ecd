//! The size of an element as a signal.

use leptos::{html::ElementType, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// In CSS pixels, without scroll bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    pub width: i32,
    pub height: i32,
}

/// Follows the element for the life of the owner.
pub fn watch_size<E>(node: NodeRef<E>) -> ReadSignal<Size>
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
{
    let (size, set_size) = signal(Size::default());
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let element = AsRef::<Element>::as_ref(&element).clone();
        let measure = {
            let element = element.clone();
            move || set_size.set(Size { width: element.client_width(), height: element.client_height() })
        };
        measure();
        let on_resize = Closure::<dyn Fn()>::new(measure);
        if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&element);
            kept.set_value(Some((observer, on_resize)));
        }
    });
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some((observer, _)) = kept.take() {
                observer.disconnect();
            }
        });
    });
    size
}
