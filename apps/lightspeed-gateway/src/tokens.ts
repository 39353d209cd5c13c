/** Injection tokens of this service. */
export const HANDLE_FACTS_DEPS = Symbol('HANDLE_FACTS_DEPS');
/** `Tills`. */
export const TILLS = Symbol('TILLS');
/** `TillStores`. */
export const TILL_STORES = Symbol('TILL_STORES');
