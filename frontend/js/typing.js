// Without effects of its own: what every page loads may ask it, and what only the workspace loads too.

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";

/** Does a key go into a text? Not where its menu has just closed: until the next frame the field that is gone has the focus. */
export const isTyping = (element) => Boolean(element?.closest?.(TYPING)?.checkVisibility());
