// Files, a zip or a whole folder, sent in one request that the server writes to disk as it comes.

import { make } from "../grid/dom.js";
import { gathered } from "./gather.js";
import { Meter } from "./meter.js";

const areas = new WeakMap();
let sending = null; // an area whose upload goes on while another page is shown

export function render(component) {
  const root = component.parentElement.querySelector(".upload");
  let area = areas.get(root);
  if (!area) {
    area = sending?.request ? sending : new Area();
    sending = null;
    areas.set(root, area);
    area.attach(root);
  }
  area.component = component;
}

export function remove(parent) {
  const root = parent.querySelector(".upload");
  const area = areas.get(root);
  if (area?.request) sending = area;
  else area?.stop();
  areas.delete(root);
}

class Area {
  constructor() {
    this.zone = make("div", "zone");
    this.files = this.chooser("Choose a zip or pictures", false);
    this.folder = this.chooser("Choose a folder", true);
    const words = make("div", "words");
    words.append(
      make("strong", "", "Drop a zip, pictures or a folder here"),
      make("span", "quiet", "JPEG, PNG, WebP, AVIF, HEIC, GIF, BMP, TIFF … They go to the server's disk, not through its memory."),
    );
    const buttons = make("div", "buttons");
    buttons.append(this.files.button, this.folder.button);
    this.zone.append(words, buttons, this.files.input, this.folder.input);
    this.progress = make("div", "progress");
    this.progress.hidden = true;
    this.note = make("p", "note");
    this.note.setAttribute("role", "status");
    this.zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.zone.classList.add("over");
    });
    this.zone.addEventListener("dragleave", () => this.zone.classList.remove("over"));
    this.zone.addEventListener("drop", (event) => this.dropped(event));
    this.leaving = (event) => { if (this.request) event.preventDefault(); };
    addEventListener("beforeunload", this.leaving);
  }

  attach(root) { root.replaceChildren(this.zone, this.progress, this.note); }

  chooser(text, folder) {
    const input = make("input");
    input.type = "file";
    input.multiple = true;
    input.hidden = true;
    input.webkitdirectory = folder;
    input.setAttribute("aria-label", text);
    input.addEventListener("change", () => {
      const chosen = [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
      input.value = "";
      this.send(chosen);
    });
    const button = make("button", "plain", text);
    button.type = "button";
    button.addEventListener("click", () => input.click());
    return { input, button };
  }

  async dropped(event) {
    event.preventDefault();
    this.zone.classList.remove("over");
    this.send(await gathered(event.dataTransfer));
  }

  send(chosen) {
    if (!chosen.length) return this.say("There is no file in it.", true);
    const total = chosen.reduce((sum, { file }) => sum + file.size, 0);
    if (total > this.component.data.limit) {
      return this.say("This is larger than the server allows. Give it a folder on the server instead.", true);
    }
    this.chosen = chosen;
    const list = new TextEncoder().encode(JSON.stringify({
      name: nameOf(chosen), files: chosen.map(({ file, name }) => ({ name, size: file.size })),
    }));
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, list.length);
    this.meter = new Meter(this.progress, nameOf(chosen), total, () => this.cancel());
    this.zone.hidden = true;
    this.say("");
    this.post(new Blob([length.buffer, list, ...chosen.map(({ file }) => file)]));
  }

  post(body) {
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", this.component.data.target);
    request.upload.addEventListener("progress", (event) => this.meter.show(event.loaded));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.broke(
      "The connection broke, or a file changed while it was read. Nothing was kept on the server."));
    request.addEventListener("abort", () => this.broke("Cancelled. Nothing was kept on the server."));
    request.send(body);
  }

  answered(request) {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* not our server's words */ }
    if (request.status !== 200) return this.broke(answer.error || `The server answered ${request.status}.`);
    this.rest();
    this.say("Uploaded. Indexing has begun.");
    this.component.setStateValue("uploaded", answer.dataset);
  }

  cancel() { this.request?.abort(); }

  broke(words) {
    this.rest();
    this.say(words, true);
    const again = make("button", "plain", "Try again");
    again.type = "button";
    again.addEventListener("click", () => this.send(this.chosen));
    this.note.append(" ", again);
  }

  rest() {
    this.request = null;
    this.meter?.stop();
    this.progress.hidden = true;
    this.zone.hidden = false;
  }

  say(words, bad = false) {
    this.note.textContent = words;
    this.note.classList.toggle("bad", bad);
  }

  stop() {
    removeEventListener("beforeunload", this.leaving);
  }
}

function nameOf(chosen) {
  const first = chosen[0].name;
  if (first.includes("/")) return first.split("/")[0];
  if (chosen.length === 1) return first.replace(/\.zip$/i, "");
  return `${first} and ${chosen.length - 1} more`;
}
