// Numbers in words.

export const MINUS = "\u2212";

export function number(value) {
  return value.toLocaleString("en");
}

export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function counted(value, one, many = `${one}s`) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

// +3 groups, −1 group, no change in groups
export function changed(value, one, many = `${one}s`) {
  if (!value) return `no change in ${many}`;
  return `${value > 0 ? "+" : MINUS}${counted(Math.abs(value), one, many)}`;
}

// Smallest units as an amount: 1,234.50 USD
export function money(units, { currency, decimals }, { sign = false } = {}) {
  const size = Math.abs(units) / 10 ** decimals;
  const said = size.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const before = units < 0 ? MINUS : sign && units > 0 ? "+" : "";
  return `${before}${said} ${currency}`.trim();
}

// less than a minute, about 12 min, about 2 h 10 min
export function roughly(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return "less than a minute";
  if (minutes < 60) return `about ${minutes} min`;
  if (minutes >= 600) return `about ${number(Math.round(minutes / 60))} h`;
  const tens = Math.round(minutes / 10) * 10, rest = tens % 60;
  return `about ${Math.floor(tens / 60)} h${rest ? ` ${rest} min` : ""}`;
}

export function total(values, begin, end = values.length) {
  let sum = 0;
  for (let at = begin; at < end; at++) sum += values[at];
  return sum;
}
