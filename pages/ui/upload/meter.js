// How far an upload is: bytes, speed over the last seconds, time left, and a way to stop.

import { make } from "../grid/dom.js";
import { bytesInWords } from "../grid/rows.js";

const WINDOW_MS = 4000;

export class Meter {
  constructor(root, name, total, cancel) {
    this.total = total;
    this.seen = [[performance.now(), 0]];
    this.bar = make("progress", "bar");
    this.bar.max = Math.max(1, total);
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", "Upload");
    this.words = make("span", "quiet");
    const button = make("button", "plain", "Cancel");
    button.type = "button";
    button.addEventListener("click", cancel);
    const line = make("div", "line");
    line.append(make("strong", "", name), this.words, make("span", "space"), button);
    root.replaceChildren(line, this.bar);
    root.hidden = false;
    this.show(0);
  }

  show(loaded) {
    const now = performance.now();
    const bytes = Math.min(loaded, this.total);
    this.seen.push([now, bytes]);
    while (this.seen.length > 2 && now - this.seen[0][0] > WINDOW_MS) this.seen.shift();
    const [then, before] = this.seen[0];
    const speed = now > then ? ((bytes - before) / (now - then)) * 1000 : 0;
    this.bar.value = bytes;
    const left = speed > 0 ? ` · ${timeInWords((this.total - bytes) / speed)} left` : "";
    this.words.textContent = bytes >= this.total
      ? `${bytesInWords(bytes)} sent, the server is checking it …`
      : `${bytesInWords(bytes)} of ${bytesInWords(this.total)} · ${bytesInWords(speed)}/s${left}`;
  }

  stop() { this.bar.value = this.total; }
}

function timeInWords(seconds) {
  if (seconds >= 90) return `${Math.round(seconds / 60)} min`;
  return `${Math.max(1, Math.round(seconds))} s`;
}
