// Before and after as bars: what stays of what was delivered. The words beside each bar say the
// same, so the bars themselves are hidden from screen readers.

const make = (tag, name, text) => {
  const one = document.createElement(tag);
  one.className = name;
  if (text !== undefined) one.textContent = text;
  return one;
};

function line({ label, said, stay }) {
  const item = make("li", "line"), track = make("span", "track"), part = make("span", "stay");
  part.style.width = `${100 * stay}%`;
  track.setAttribute("aria-hidden", "true");
  track.append(part);
  item.append(make("span", "label", label), track, make("span", "said", said));
  return item;
}

export function render({ parentElement, data }) {
  const root = parentElement.querySelector(".client"), list = make("ul", "lines");
  list.setAttribute("aria-label", "What was delivered and what stays");
  list.append(...data.rows.map(line));
  root.replaceChildren(list);
}

export function remove(parent) {
  parent.querySelector(".client")?.replaceChildren();
}
