// From values to pixels and back, with ticks that people can read.

export const LEFT = 62, RIGHT = 24, OFF = 24; // pixels; OFF: the place left of the first stop

const DECADES = [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

export function across(wide, stops) {
  const step = (wide - LEFT - OFF - RIGHT) / Math.max(1, stops - 1);
  const start = LEFT + OFF;
  return {
    step,
    x: (at) => (at < 0 ? start - OFF : start + at * step),
    at: (x) => Math.max(0, Math.min(stops - 1, Math.round((x - start) / step))),
  };
}

// Heights of counts on a logarithmic axis that has a place for 0: log(1 + n).
export function logarithmic(most, bottom, top) {
  const high = Math.log1p(Math.max(1, most));
  const y = (value) => bottom - (Math.log1p(value) / high) * (bottom - top);
  return { y, ticks: thinned(DECADES.filter((value) => value <= most), y) };
}

export function linear(least, most, bottom, top) {
  const step = nice((most - least || Math.abs(most) || 1) / 3);
  const low = Math.floor(least / step) * step, high = Math.max(Math.ceil(most / step) * step, low + step);
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const ticks = [];
  for (let value = low; value <= high + step / 2; value += step) ticks.push(value);
  return { y, ticks, low };
}

// 1, 2 or 5 of some power of ten, at least `size` and at least 1: all values are whole.
function nice(size) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, size)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= size);
}

function thinned(ticks, y) {
  const LEAST = 15; // pixels between two labels
  const kept = [];
  for (const tick of ticks) if (!kept.length || y(kept.at(-1)) - y(tick) >= LEAST) kept.push(tick);
  return kept;
}

export function short(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1e4) return `${value / 1e3}k`;
  return value.toLocaleString("en");
}
