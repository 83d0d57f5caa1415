// What is drawn over the pictures: matched points as lines, and the part that differs.

const MOST_LINES = 48, SPACE = "http://www.w3.org/2000/svg";

function draw(parent, tag, name, values) {
  const element = document.createElementNS(SPACE, tag);
  element.setAttribute("class", name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

export class Overlay {
  constructor(stage) {
    this.stage = stage;
    this.element = document.createElementNS(SPACE, "svg");
    this.element.setAttribute("class", "overlay");
    this.element.setAttribute("aria-hidden", "true");
  }

  draw() {
    this.element.replaceChildren();
    const { stage } = this, { look } = stage;
    if (!look) return;
    if (look.changed && stage.mode !== "difference") this.region(look.changed);
    if (stage.points && !stage.stacked) this.lines(look.geometry?.points ?? []);
  }

  lines(points) {
    const every = Math.ceil(points.length / MOST_LINES) || 1;
    points.filter((_, at) => at % every === 0).forEach(([u, v, s, t], at) => {
      const from = this.stage.place(0, u, v), to = this.stage.place(1, s, t);
      if (!this.inside(0, from) || !this.inside(1, to)) return;
      const line = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
      const hue = `match match-${at % 4}`;
      draw(this.element, "line", "halo", line);
      draw(this.element, "line", hue, line);
      for (const [cx, cy] of [from, to]) draw(this.element, "circle", hue, { cx, cy, r: 3.5 });
    });
  }

  inside(at, [x, y]) {
    const [left, top] = this.stage.origin[at], { w, h } = this.stage.pane;
    return x >= left && x <= left + w && y >= top && y <= top + h;
  }

  region({ left, right }) {
    const { stage } = this;
    if (!stage.stacked || !stage.flipped) this.outline(0, left);
    if (!stage.stacked || (stage.mode === "flip" && stage.flipped)) this.outline(1, right);
  }

  outline(at, [x0, y0, x1, y1]) {
    const { origin, pane } = this.stage, [left, top] = origin[at];
    const corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(([u, v]) => this.stage.place(at, u, v));
    const frame = draw(this.element, "svg", "", { x: left, y: top, width: pane.w, height: pane.h });
    const points = corners.map(([x, y]) => `${x - left},${y - top}`).join(" ");
    draw(frame, "polygon", "halo", { points });
    draw(frame, "polygon", "region", { points });
    const x = Math.max(0, Math.min(...corners.map((c) => c[0])) - left);
    const y = Math.min(...corners.map((c) => c[1])) - top;
    const above = y > 24 ? y - 22 : Math.max(...corners.map((c) => c[1])) - top + 2;
    draw(frame, "rect", "plate", { x, y: above, width: 54, height: 20, rx: 5 });
    draw(frame, "text", "word", { x: x + 27, y: above + 14 }).textContent = "differs";
  }
}
