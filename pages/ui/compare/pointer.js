// Moving the pictures by hand: wheel, drag, two fingers, double click, and the swipe's divider.

const WHEEL = 0.0016; // natural logarithm of the zoom a pixel of the wheel

export function listen(stage) {
  const { element, divider } = stage, fingers = new Map();

  // Which pane a point of the screen lies in, as x and y of the pane, 0 … 1.
  const within = ({ clientX, clientY }) => {
    const { left, top } = element.getBoundingClientRect();
    const at = [clientX - left, clientY - top], [x, y] = stage.origin[1];
    const second = (x && at[0] >= x) || (y && at[1] >= y) ? stage.origin[1] : [0, 0];
    return [(at[0] - second[0]) / stage.pane.w, (at[1] - second[1]) / stage.pane.h];
  };
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };

  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const pinch = event.ctrlKey ? 6 : 1; // a touchpad says less of two fingers
    stage.zoomBy(Math.exp(-event.deltaY * lines * pinch * WHEEL), ...within(event));
  }, { passive: false });

  element.addEventListener("dblclick", (event) => {
    stage.zoomBy(stage.zoom.by > 1 ? 1 / stage.zoom.by : 3, ...within(event));
  });

  element.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    element.dataset.drags = event.target.closest(".divider") ? "divider" : "picture";
  });

  element.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const was = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, event);
    if (was) return stage.zoomBy(apart() / was, ...within(event));
    if (element.dataset.drags === "divider") {
      const { left, width } = element.getBoundingClientRect();
      return stage.setSplit((event.clientX - left) / width);
    }
    const { w, h } = stage.pane;
    stage.pan((event.clientX - before.clientX) / w, (event.clientY - before.clientY) / h);
  });

  const lifted = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) delete element.dataset.drags;
  };
  element.addEventListener("pointerup", lifted);
  element.addEventListener("pointercancel", lifted);
  divider.addEventListener("dblclick", (event) => event.stopPropagation());
}
