// Parts of charts: elements, round numbers for an axis, days and times in words.

const NAMESPACE = "http://www.w3.org/2000/svg";
const ZONE = { timeZone: "UTC" }; // what is shown is the clock that was written down, never the browser's
const DAY = new Intl.DateTimeFormat("en-GB", { ...ZONE, day: "numeric", month: "short" });
const FULL_DAY = new Intl.DateTimeFormat("en-GB", { ...ZONE, day: "numeric", month: "short", year: "numeric" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { ...ZONE, hour: "2-digit", minute: "2-digit" });
const SECOND = new Intl.DateTimeFormat("en-GB", { ...ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const SECOND_MS = 1000, MINUTE_MS = 60_000, HOUR_MS = 3_600_000, DAY_MS = 86_400_000;
const STEPS = [
  ...[1, 2, 5, 10, 20, 30].map((many) => many * SECOND_MS),
  ...[1, 2, 5, 10, 20, 30].map((many) => many * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((many) => many * HOUR_MS),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((many) => many * DAY_MS),
];

export function draw(tag, attributes = {}, text) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

export const dayOf = (ms) => DAY.format(ms);
export const fullDayOf = (ms) => FULL_DAY.format(ms);
export const secondOf = (ms) => SECOND.format(ms);
export const momentOf = (ms) => `${FULL_DAY.format(ms)}, ${SECOND.format(ms)}`;

// From one moment to another, with what they share said once.
export function spanOf(from, to) {
  if (FULL_DAY.format(from) !== FULL_DAY.format(to)) return `${fullDayOf(from)} – ${fullDayOf(to)}`;
  const both = secondOf(from) === secondOf(to) ? secondOf(from) : `${secondOf(from)} – ${secondOf(to)}`;
  return `${fullDayOf(from)}, ${both}`;
}

// Moments for the marks of an axis, at most so many, and what each is called.
export function ticksOf(from, to, most) {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1);
  const said = step < MINUTE_MS ? SECOND : step < DAY_MS ? MINUTE : DAY;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const midnight = step < DAY_MS && at % DAY_MS === 0;
    ticks.push({ at, text: midnight ? DAY.format(at) : said.format(at) });
  }
  return ticks;
}

// Round numbers from 0 to one that no value exceeds: the marks of an axis of numbers.
export function roundUp(most) {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 2));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one * 3 >= most);
  const marks = [];
  for (let at = 0; at < Math.ceil(most / step - 1e-9) + 1; at += 1) marks.push(Number((at * step).toPrecision(12)));
  return marks;
}
