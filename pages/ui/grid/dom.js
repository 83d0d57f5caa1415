// Elements are made here and nowhere else; text from the dataset is only ever set as text.

export function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function button(name, text, act, label) {
  const element = make("button", name, text);
  element.type = "button";
  if (act) element.dataset.act = act;
  if (label) element.setAttribute("aria-label", label);
  return element;
}

// The element that scrolls the page, looked for across shadow roots.
export function scrollerOf(host) {
  for (let node = host; node; node = node.parentElement || node.getRootNode().host) {
    const overflow = getComputedStyle(node).overflowY;
    if (overflow === "auto" || overflow === "scroll") return node;
  }
  return document.querySelector("[data-testid=stMain]") || document.scrollingElement;
}
