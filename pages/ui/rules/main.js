// A rule's sample: groups to look at, with what would be kept and what removed.

import { make } from "../grid/dom.js";

export function render(component) {
  const root = component.parentElement.querySelector(".rules");
  const { base, groups, says } = component.data;
  root.replaceChildren(...groups.map((one, at) => group(base, one, at, says)));
  root.dataset.groups = String(groups.length);
}

export function remove() {}

function group(base, one, at, says) {
  const box = make("article", "group"), head = make("div", "head"), tiles = make("div", "tiles");
  box.setAttribute("aria-label", `Group ${at + 1} of the sample: ${one.size}`);
  head.append(make("span", "size", one.size), make("span", "why", one.why));
  tiles.append(...one.pictures.map((picture) => tile(base, picture, says)));
  if (one.more) tiles.append(make("div", "more", `+ ${one.more.toLocaleString("en-GB")} more`));
  box.append(head, tiles);
  return box;
}

// The picture is a link to its large view; there is nothing to decide here.
function tile(base, picture, says) {
  const link = make("a", `tile ${picture.kept ? "kept" : "removed"}${says ? "" : " unsaid"}`);
  const frame = make("span", "frame"), image = make("img");
  link.href = `${base}large/${picture.row}.jpg`;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.title = picture.path;
  image.src = `${base}thumb/${picture.row}.jpg`;
  image.alt = "";
  image.loading = "lazy";
  frame.append(image);
  if (says) frame.append(make("span", "badge", picture.kept ? "✓ Keep" : "✕ Remove"));
  const name = make("span", "name", picture.path.split("/").pop());
  link.append(frame, name, make("span", "facts", picture.facts));
  return link;
}
