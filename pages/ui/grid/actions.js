// Everything that has a key, in the order of the help: one meaning a key, in every view.

const MOVE = "Move", PICTURE = "The picture at hand", GROUP = "The group";
const VERDICT = "What it is to the best, or to the other picture in Compare", LOOK = "Look closer";
const PAIR = "In Compare", ALL = "Everywhere";

const action = (part, id, key, words) => ({ part, id, key, words });

export const ACTIONS = [
  action(MOVE, "left", "ArrowLeft", "Picture to the left"),
  action(MOVE, "right", "ArrowRight", "Picture to the right"),
  action(MOVE, "up", "ArrowUp", "One line up"),
  action(MOVE, "down", "ArrowDown", "One line down"),
  action(MOVE, "next", "n", "Next group"),
  action(MOVE, "previous", "p", "Previous group"),
  action(MOVE, "jump", "j", "Next open group"),
  action(PICTURE, "keep", "k", "Keep"),
  action(PICTURE, "remove", "r", "Remove"),
  action(PICTURE, "toggle", "x", "Keep or remove: the other one"),
  action(PICTURE, "keeper", "m", "Make it the only keeper"),
  action(PICTURE, "select", "v", "Select"),
  action(GROUP, "accept", "Enter", "Accept as shown, go to the next open one"),
  action(GROUP, "all", "a", "Keep all"),
  action(GROUP, "best", "b", "Keep only the best"),
  action(GROUP, "apart", "d", "Not duplicates"),
  action(GROUP, "split", "s", "Split the selected pictures off"),
  action(GROUP, "skip", "0", "Skip"),
  action(GROUP, "reopen", "Shift+o", "Open it again"),
  action(GROUP, "note", "t", "Write a note"),
  action(GROUP, "inspect", "i", "Inspect what holds it together"),
  action(VERDICT, "duplicate", "1", "Duplicate"),
  action(VERDICT, "scene", "2", "Same scene"),
  action(VERDICT, "different", "3", "Different"),
  action(LOOK, "large", "o", "Large view"),
  action(LOOK, "compare", "c", "Compare with the best, or with the pinned one"),
  action(LOOK, "pin", "Shift+c", "Pin, to compare it with any other"),
  action(PAIR, "flip", "f", "Flip A and B"),
  action(PAIR, "side", "h", "Side by side"),
  action(PAIR, "swipe", "w", "Swipe"),
  action(PAIR, "difference", "e", "Difference"),
  action(PAIR, "align", "l", "Lay B over A"),
  action(PAIR, "matches", "g", "Matching points"),
  action(PAIR, "swap", "q", "Swap A and B"),
  action(PAIR, "closer", "+", "Zoom in"),
  action(PAIR, "wider", "-", "Zoom out"),
  action(PAIR, "whole", "z", "Whole pictures"),
  action(PAIR, "before", ",", "Previous picture of the group"),
  action(PAIR, "after", ".", "Next picture of the group"),
  action(ALL, "undo", "u", "Undo"),
  action(ALL, "redo", "Shift+u", "Redo"),
  action(ALL, "help", "?", "Show the keys"),
];

// What changes something: none of it is offered where groups are only looked at.
export const DECIDES = new Set([
  "keep", "remove", "toggle", "keeper", "select", "accept", "all", "best", "apart", "split", "skip",
  "reopen", "note", "duplicate", "scene", "different", "undo", "redo", "jump", "inspect",
]);

export const VERDICT_OF = { duplicate: "duplicate", scene: "same scene", different: "different" };
