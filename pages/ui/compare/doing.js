// What each key and button does in the compare view: to how it is shown, to B, or to the pair.

import { VERDICT_OF } from "../grid/actions.js";

const ZOOM = 1.4, NUDGE = 0.08, SPLIT = 0.02; // times; shares of a pane

export function doingOf(view) {
  const change = (act) => () => { act(); view.paint(); };
  return { ...showing(view, change), ...moving(view), ...deciding(view, change) };
}

function showing(view, change) {
  const { stage } = view;
  return {
    flip: change(() => {
      if (stage.mode === "flip") return stage.flip();
      stage.flipped = true;
      view.setMode("flip");
    }),
    side: () => view.setMode("side"),
    swipe: () => view.setMode("swipe"),
    difference: () => view.setMode("difference"),
    align: change(() => stage.canAlign && stage.align(!stage.aligned)),
    matches: change(() => { stage.points = !stage.points; stage.draw(); }),
    swap: () => { view.show(view.right, view.left); },
    before: () => view.step(-1),
    after: () => view.step(1),
    pin: () => view.grid.pin(view.right),
    compare: () => view.dialog.close(),
    help: () => view.grid.help.open(),
  };
}

function moving(view) {
  const { stage } = view;
  return {
    closer: () => stage.zoomBy(ZOOM),
    wider: () => stage.zoomBy(1 / ZOOM),
    whole: () => stage.zoomBy(0),
    left: (event) => arrow(stage, -1, 0, event),
    right: (event) => arrow(stage, 1, 0, event),
    up: (event) => arrow(stage, 0, -1, event),
    down: (event) => arrow(stage, 0, 1, event),
  };
}

// Move the swipe or the enlarged pictures. `false`: it is for the browser, which scrolls.
function arrow(stage, x, y, event) {
  const [target] = event.composedPath();
  if (target.closest?.(".told, .strip")) return false;
  if (stage.mode === "swipe" && x) return stage.setSplit(stage.split + x * SPLIT);
  if (stage.zoom.by > 1) return stage.pan(-x * NUDGE, -y * NUDGE);
  return stage.mode === "swipe";
}

function deciding(view, change) {
  const { grid } = view, acts = { undo: () => grid.deciding.undo(), redo: () => grid.deciding.redo() };
  const ofB = (act) => () => {
    const member = grid.memberOf(view.right);
    if (member === undefined) return grid.say("This picture is in no group here.", true);
    act(member);
    view.paint();
  };
  for (const [id, word] of Object.entries(VERDICT_OF)) {
    acts[id] = change(() => grid.deciding.verdictOfRows(view.left, view.right, word));
  }
  return {
    ...acts,
    keep: ofB((member) => grid.deciding.keep(member, true)),
    remove: ofB((member) => grid.deciding.keep(member, false)),
    toggle: ofB((member) => grid.deciding.toggle(member)),
    keeper: ofB((member) => grid.deciding.makeKeeper(member)),
  };
}
