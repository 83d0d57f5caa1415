// What the page says of a sitting as a whole.

export function why({ draw, counted, unsure, waiting }) {
  if (!draw.drawn) return "There is no pair to ask about at any offered threshold.";
  if (counted + unsure + waiting >= draw.drawn) return "Every pair that can be asked has an answer.";
  return "The pairs that are left are with somebody else. They come here when they are free.";
}

// Answers that are in no number yet, or never.
export function beside({ unsure, waiting }) {
  return [
    unsure && `${unsure} could not be told`,
    waiting && `${waiting} more count when the pairs before them are answered`,
  ].filter(Boolean).join(" · ");
}
