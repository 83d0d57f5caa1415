// Plane geometry: fitting, and maps of the plane as 3 x 3 rows.

// Where a picture of w x h lies, whole and centred, in a frame of width x height.
export function fit(w, h, width, height) {
  const by = Math.min(width / w, height / h);
  return { x: (width - w * by) / 2, y: (height - h * by) / 2, w: w * by, h: h * by };
}

export const scaled = (by) => [[by, 0, 0], [0, by, 0], [0, 0, 1]];
export const moved = (x, y) => [[1, 0, x], [0, 1, y], [0, 0, 1]];

export const times = (...maps) => maps.reduce((a, b) =>
  a.map((row) => [0, 1, 2].map((j) => row[0] * b[0][j] + row[1] * b[1][j] + row[2] * b[2][j])));

export function inverse([[a, b, c], [d, e, f], [g, h, i]]) {
  const rows = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
  const by = a * rows[0][0] + b * rows[1][0] + c * rows[2][0];
  return rows.map((row) => row.map((value) => value / by));
}

export function mapped([[a, b, c], [d, e, f], [g, h, i]], x, y) {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

// The same map for CSS, which writes 4 x 4 by columns; the third dimension stays as it is.
export const matrix3d = ([[a, b, c], [d, e, f], [g, h, i]]) =>
  `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].map((v) => v / i).join(",")})`;
